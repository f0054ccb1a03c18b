"""Lists of pages as whole sheets: the same rows by the same filters as on the page, to the last one."""
