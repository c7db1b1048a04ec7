"""What makes a pack wrong. Every problem is collected with its file and key; nothing is raised here."""
