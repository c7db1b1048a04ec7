"""Arguments in, text or JSON out. Nothing heavy is imported until a command runs."""
