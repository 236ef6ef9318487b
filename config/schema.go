package config

import _ "embed" // for the schema

// Schema is the JSON Schema of configurations.
//
//go:embed schema/config.v1.json
var Schema []byte
