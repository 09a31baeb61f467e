"""The questions that can be asked, a module for each."""
