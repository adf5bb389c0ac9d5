"""Questions to experts: a sanitised crop is shown to those who may recognise it; answers are blind votes."""
