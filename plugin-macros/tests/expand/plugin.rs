version = "1.0.0", for = editor_api::API, include = [counter], exclude = [helper]
