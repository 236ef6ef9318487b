package parse

import "strconv"

// backtraces are the parts of a JSON crash report from which symbols come; they
// refer to each other and stand in any order.
type backtraces struct {
	threads, last, images loose
	faulting              int
	told                  bool // faulting is known
}

// into resolves the frames of the crashed thread, of the main thread if that is
// another one, and of the last exception.
func (bt *backtraces) into(s *reportScan, r *Report, ev *evidence) {
	var images []string
	bt.images.elements(func(_ int, m loose) bool {
		name, _ := m.field("name")
		images = append(images, name.text())
		return len(images) < 1<<16
	})
	var main, crashed loose
	found := -1
	bt.threads.elements(func(i int, m loose) bool {
		if i == 0 {
			main = m
		}
		triggered, _ := m.field("triggered")
		if triggered.yes() || bt.told && i == bt.faulting && found < 0 {
			crashed, found = m, i
		}
		return true
	})
	if found <= 0 {
		crashed = main
	} else if frames, ok := main.field("frames"); ok {
		r.MainThread = s.symbols(frames, images, ev)
	}
	frames, _ := crashed.field("frames")
	r.Frames = s.symbols(frames, images, ev)
	r.LastException = s.symbols(bt.last, images, ev)
}

// symbols reads an array of frames.
func (s *reportScan) symbols(frames loose, images []string, ev *evidence) []string {
	var list []string
	frames.elements(func(_ int, m loose) bool {
		if m.cut || m.first() != '{' {
			return true
		}
		var symbol string
		var image, offset int64 = -1, 0
		m.members(func(key string, m loose) bool {
			switch key {
			case "symbol":
				symbol = m.text()
			case "imageIndex":
				if n, ok := m.integer(); ok {
					image = n
				}
			case "imageOffset":
				offset, _ = m.integer()
			}
			return true
		})
		named := symbol != ""
		if !named && image >= 0 && image < int64(len(images)) && images[image] != "" {
			symbol = images[image] + " + " + strconv.FormatInt(offset, 10)
		}
		if symbol == "" {
			symbol = "???"
		}
		list = append(list, symbol)
		if named && (tellingFrame(symbol) || len(list) <= 4) {
			s.prove(ev, frameWeight(symbol), m)
		}
		return len(list) < maxTexts
	})
	return list
}
