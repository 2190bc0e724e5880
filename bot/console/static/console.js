"use strict";
// What the pages do beyond their forms. Everything works without it.
