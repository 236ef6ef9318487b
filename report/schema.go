package report

import _ "embed" // for the schema

// Schema is the JSON Schema of reports.
//
//go:embed schema/report.v1.json
var Schema []byte
