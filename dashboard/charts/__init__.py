"""Pictures of an assessment: figures and drawings, without a web page around them."""
