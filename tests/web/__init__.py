"""The pages: what people see and how it is sent."""
