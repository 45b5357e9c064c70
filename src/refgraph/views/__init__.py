"""What people and programs see: documents, texts, graphs and exports."""
