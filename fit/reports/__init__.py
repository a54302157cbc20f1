"""What is printed: PDF files made on this machine. reportlab is used only here."""
