package parse

import (
	"bytes"
	"strings"
)

// bootMarks are what stands before a boot UUID: in logd's own note, in the
// objects of log show, and in those of other readers.
var bootMarks = []string{"=== system boot: ", `"bootUUID":"`, `"bootUUID" : "`, `"boot_uuid":"`, `"boot_uuid": "`}

// Boots returns the boot UUIDs that the beginning of the input names, upper case
// with dashes: inputs that share one come from the same device. Standard input,
// archives, and inputs that cannot be opened name none.
func (in *Input) Boots() []string {
	if in.stream {
		return nil
	}
	w, err := in.walk(Options{})
	if err != nil {
		return nil
	}
	defer w.Close()
	return bootsIn(w.present.sample)
}

// bootsIn finds the boots that a text names, each once.
func bootsIn(sample []byte) (boots []string) {
	seen := map[string]bool{}
	for _, mark := range bootMarks {
		for rest := sample; ; {
			i := bytes.Index(rest, []byte(mark))
			if i < 0 {
				break
			}
			rest = rest[i+len(mark):]
			if id := readUUID(rest); id != "" && !seen[id] {
				seen[id] = true
				boots = append(boots, id)
			}
		}
	}
	return boots
}

// readUUID reads a UUID with or without dashes at the start of b; "" for none and
// for the nil UUID.
func readUUID(b []byte) string {
	var digits []byte
	for _, c := range b[:min(len(b), 36)] {
		if c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F' {
			digits = append(digits, c)
		} else if c != '-' {
			break
		}
	}
	if len(digits) < 32 || strings.Trim(string(digits[:32]), "0") == "" {
		return ""
	}
	d := strings.ToUpper(string(digits[:32]))
	return d[:8] + "-" + d[8:12] + "-" + d[12:16] + "-" + d[16:20] + "-" + d[20:]
}
