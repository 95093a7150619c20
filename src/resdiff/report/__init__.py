"""Every display of a value: HTML pages, terminal, tables. A display only reads; nothing here is printed on import."""
