package main

import (
	"fmt"
	"strings"
)

// message is something to tell about an argument.
type message struct {
	text   string
	unread bool // nothing of the argument could be read
}

// filesNamed is how many files of a folder are named that hold nothing readable.
const filesNamed = 3

// messages sums up what could not be read: one message for a file, one for a
// folder however many files in it are no logs.
func (s *scanner) messages(args []string) []message {
	var list []message
	for _, n := range s.notes {
		list = append(list, message{text: n})
	}
	for i, arg := range args {
		var files []failure
		for _, f := range s.failures {
			switch {
			case f.input.Argument != i:
			case f.part || f.input.Name == arg:
				text := f.err.Error()
				if arg == "-" {
					text = strings.Replace(text, "-:", "standard input:", 1)
				}
				list = append(list, message{text: text, unread: !f.part})
			default:
				files = append(files, f)
			}
		}
		if len(files) == 0 {
			continue
		}
		list = append(list, message{text: folderMessage(arg, files), unread: !s.readable[i]})
	}
	return list
}

func folderMessage(folder string, files []failure) string {
	var names []string
	for _, f := range files[:min(len(files), filesNamed)] {
		names = append(names, strings.TrimPrefix(strings.TrimPrefix(f.input.Name, folder), "/"))
	}
	if more := len(files) - filesNamed; more > 0 {
		names = append(names, fmt.Sprintf("and %d more", more))
	}
	if len(files) == 1 {
		return fmt.Sprintf("1 file in %s holds nothing readable: %s", folder, names[0])
	}
	return fmt.Sprintf("%d files in %s hold nothing readable: %s", len(files), folder, strings.Join(names, ", "))
}
