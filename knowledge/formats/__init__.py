"""Knowledge in and out of other forms, and changes to the files of a folder."""
