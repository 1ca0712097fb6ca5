"""Who was looking: days that monitors watched, incidents per watched day, and calm told apart from silence. Pure."""
