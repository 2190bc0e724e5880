"""Tests of the application, module by module."""
