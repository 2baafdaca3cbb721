version = "1.0.0", include = [counter], exclude = [helper]
