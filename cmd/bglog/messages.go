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
// folder or an archive however many files in it are no logs.
func (s *scanner) messages(args []string) []message {
	var list []message
	for _, n := range s.notes {
		list = append(list, message{text: n})
	}
	for i, arg := range args {
		for _, f := range s.failures {
			if f.input.Argument != i {
				continue
			}
			text := f.err.Error()
			if arg == "-" {
				text = strings.Replace(text, "-:", "standard input:", 1)
			}
			list = append(list, message{text: text, unread: !f.part && (f.input.Name == arg && !f.whole || !s.readable[i])})
		}
		if n := s.nothing[i]; n != nil {
			list = append(list, message{text: folderMessage(arg, n), unread: !s.readable[i]})
		}
	}
	return list
}

func folderMessage(folder string, n *unreadable) string {
	var names []string
	for _, name := range n.names {
		name = strings.TrimPrefix(strings.TrimPrefix(name, folder), "/")
		names = append(names, strings.TrimPrefix(name, ": "))
	}
	if more := n.count - len(names); more > 0 {
		names = append(names, fmt.Sprintf("and %d more", more))
	}
	if n.count == 1 {
		return fmt.Sprintf("1 file in %s holds nothing readable: %s", folder, names[0])
	}
	return fmt.Sprintf("%d files in %s hold nothing readable: %s", n.count, folder, strings.Join(names, ", "))
}
