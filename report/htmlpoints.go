package report

import (
	"maps"
	"slices"
	"strings"

	"github.com/bglog/bglog/lifecycle"
	"github.com/bglog/bglog/parse"
)

// pointClass is the class of the mark of an event of the app's own log.
const pointClass = "point"

// pointItem draws a log point: events as marks, spans as stretches.
func (d *drawer) pointItem(it laneItem, row string, x LogPoint) itemData {
	begun := "begun"
	if x.Kind == "event" {
		begun = "at"
	}
	lines := append([]string{it.name}, d.times(begun, x.At, "ended", x.Ended)...)
	if x.Took != nil {
		lines = append(lines, "took "+duration(*x.Took))
	}
	out := d.item(it, row, append(lines, fieldWords(x)...))
	if x.Kind == "event" && x.At.Known() {
		out.Marks = append(out.Marks, markData{At: d.at(x.At), Class: pointClass, Tip: out.Tip})
	}
	return out
}

// fieldWords tell what the pattern took from the message.
func fieldWords(x LogPoint) []string {
	var list []string
	for _, k := range slices.Sorted(maps.Keys(x.Fields)) {
		if k != lifecycle.IDGroup && x.Fields[k] != "" {
			list = append(list, k+" "+elide(oneLine(x.Fields[k]), longestCell))
		}
	}
	return list
}

func (t *texter) htmlPoints(l links) htmlTable {
	timeline := func(x LogPoint) int { return x.Timeline }
	begun := func(x LogPoint) parse.Time { return x.At }
	return htmlTableOf(listing[LogPoint]{kind: "point", title: "Log points", one: "log point", many: "log points", list: t.r.LogPoints, trouble: func(x LogPoint) int {
		if x.Kind == "span" && !x.Ended.Known() {
			return 1
		}
		return 0
	}}, []field[LogPoint]{
		logField(t, timeline), appField(t, func(x LogPoint) *string { return x.App }),
		textField("log point", false, func(x LogPoint) string { return elide(Clean(x.Name), longestCell) }),
		textField("id", false, func(x LogPoint) string { return elide(Clean(x.Fields[lifecycle.IDGroup]), longestCell) }),
		timeField(t, "at", timeline, begun),
		timeField(t, "ended", timeline, func(x LogPoint) parse.Time { return x.Ended }),
		secondsField("took", func(x LogPoint) *float64 { return x.Took }),
		textField("with", true, func(x LogPoint) string { return strings.Join(fieldWords(x), ", ") }),
		findingsField[LogPoint](l, "point"),
	})
}
