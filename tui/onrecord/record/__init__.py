"""What can be made of the stored record: citations, dossiers, echoes."""
