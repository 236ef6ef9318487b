package sqlitetest

import "strings"

// PowerLog is what a database of powerlogd is to hold, its rows without their ids: the
// values of the columns in powerLogTables.
type PowerLog struct {
	Offsets, States, Exits, Prewarms, Transfers, Activities, Lifecycles [][]any
}

// powerLogTables have the columns that bglog reads between others, as those of devices do.
var powerLogTables = []struct {
	name, columns string
	rows          func(p PowerLog) [][]any
}{
	{"PLStorageOperator_EventForward_TimeOffset", "timestamp REAL, baseband REAL, kernel REAL, system REAL", func(p PowerLog) [][]any { return p.Offsets }},
	{"PLApplicationAgent_EventForward_Application", "timestamp REAL, Identifier TEXT, pid INTEGER, State INTEGER, Reason INTEGER", func(p PowerLog) [][]any { return p.States }},
	{"PLApplicationAgent_EventPoint_ApplicationExitReason", "timestamp REAL, Identifier TEXT, Reason INTEGER, pid INTEGER, Subcode INTEGER", func(p PowerLog) [][]any { return p.Exits }},
	{"PLApplicationAgent_EventPoint_AppPrewarm", "timestamp REAL, BundleID TEXT, PID INTEGER", func(p PowerLog) [][]any { return p.Prewarms }},
	{"PLXPCAgent_EventPoint_BackgroundTransfer", "timestamp REAL, bundleID TEXT, taskUUID TEXT, state INTEGER, bytesReceived INTEGER, bytesSent INTEGER, errorCode INTEGER, " +
		"errorDomain TEXT, willRetry INTEGER, isDiscretionary INTEGER", func(p PowerLog) [][]any { return p.Transfers }},
	{"PLDuetService_EventNone_DASActivity", "timestamp REAL, duration INTEGER, startTime REAL, endTime REAL, priority INTEGER, taskName TEXT, bundleID TEXT",
		func(p PowerLog) [][]any { return p.Activities }},
	{"PLDuetService_EventNone_DASActivityLifecycle", "timestamp REAL, Name TEXT, Priority INTEGER, BundleID TEXT, StartDate REAL, EndDate REAL, Duration INTEGER",
		func(p PowerLog) [][]any { return p.Lifecycles }},
}

// Database makes the tables that have rows, and one that concerns nobody.
func (p PowerLog) Database() Database {
	db := Database{Tables: []Table{{Name: "PLCoreStorage_Metadata", SQL: "CREATE TABLE PLCoreStorage_Metadata (ID INTEGER PRIMARY KEY, x TEXT)", Rows: [][]any{{nil, "x"}}}}}
	for _, t := range powerLogTables {
		rows := t.rows(p)
		if len(rows) == 0 {
			continue
		}
		columns := "'" + strings.ReplaceAll(strings.ReplaceAll(t.columns, " ", "' "), ",' ", ", '")
		table := Table{Name: t.name, SQL: "CREATE TABLE '" + t.name + "' ('ID' INTEGER PRIMARY KEY AUTOINCREMENT, " + columns + ")"}
		for _, row := range rows {
			table.Rows = append(table.Rows, append([]any{nil}, row...))
		}
		db.Tables = append(db.Tables, table)
	}
	return db
}
