"""Documents about a client, put into words and handed to fit.reports: no Streamlit here, and no reportlab."""
