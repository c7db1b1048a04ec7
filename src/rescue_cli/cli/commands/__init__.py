"""One file a command; each calls one function of `pipeline` and hands the result to `render`."""
