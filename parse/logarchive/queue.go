package logarchive

import "container/heap"

// queue gives back the least of its elements first.
type queue[T any] struct{ h heapOf[T] }

func newQueue[T any](less func(a, b T) bool) *queue[T] { return &queue[T]{heapOf[T]{less: less}} }

func (q *queue[T]) len() int { return len(q.h.items) }

func (q *queue[T]) push(v T) { heap.Push(&q.h, v) }

func (q *queue[T]) pop() T { return heap.Pop(&q.h).(T) }

// least returns the element that pop would return; fix restores the order after it
// was changed.
func (q *queue[T]) least() T { return q.h.items[0] }

func (q *queue[T]) fix() { heap.Fix(&q.h, 0) }

// heapOf is what container/heap asks for.
type heapOf[T any] struct {
	items []T
	less  func(a, b T) bool
}

func (h *heapOf[T]) Len() int           { return len(h.items) }
func (h *heapOf[T]) Less(i, j int) bool { return h.less(h.items[i], h.items[j]) }
func (h *heapOf[T]) Swap(i, j int)      { h.items[i], h.items[j] = h.items[j], h.items[i] }
func (h *heapOf[T]) Push(v any)         { h.items = append(h.items, v.(T)) }

func (h *heapOf[T]) Pop() any {
	last := len(h.items) - 1
	v := h.items[last]
	h.items = h.items[:last]
	return v
}
