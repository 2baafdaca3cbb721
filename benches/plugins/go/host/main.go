// A worker in Go: it speaks the protocol of src/worker.rs.
package main

import (
	"bufio"
	"fmt"
	"os"
	"plugin"
	"strconv"
	"strings"
	"sync"
	"time"
)

type record = struct{ Words [8]uint64 }
type step = interface{ Step(uint64) uint64 }

var sink uint64

func lookup[T any](opened *plugin.Plugin, name string) T {
	symbol, err := opened.Lookup(name)
	if err != nil {
		panic(err)
	}
	return symbol.(T)
}

func chain(call func(uint64) uint64) func(uint64) {
	return func(times uint64) {
		value := uint64(0)
		for n := uint64(0); n < times; n++ {
			value = call(value)
		}
		sink = value
	}
}

// Adds in a loop of its own: a closure around the call would be a second call.
func add(call func(uint64, uint64) uint64, times uint64) uint64 {
	value := uint64(0)
	for n := uint64(0); n < times; n++ {
		value = call(value, 1)
	}
	return value
}

func hit(opened *plugin.Plugin, times uint64) uint64 {
	count := uint64(0)
	for n := uint64(0); n < times; n++ {
		symbol, err := opened.Lookup("F42")
		if err != nil {
			panic(err)
		}
		if _, ok := symbol.(func(uint64) uint64); ok {
			count++
		}
	}
	return count
}

func onTwo(run func(uint64) uint64) func(uint64) {
	return func(times uint64) {
		var group sync.WaitGroup
		var results [2]uint64
		for n := range results {
			group.Add(1)
			go func(n int) {
				defer group.Done()
				results[n] = run(times)
			}(n)
		}
		group.Wait()
		sink = results[0] + results[1]
	}
}

func caught(call func(uint64) uint64, value uint64) (result uint64) {
	defer func() {
		if recover() != nil {
			result = value + 1
		}
	}()
	return call(value)
}

const text = "the quick brown fox"

func batch(file, work string) func(uint64) {
	opened, err := plugin.Open(file)
	if err != nil {
		panic(err)
	}
	switch work {
	case "add":
		call := lookup[func(uint64, uint64) uint64](opened, "Add")
		return func(times uint64) { sink = add(call, times) }
	case "add-on-two":
		call := lookup[func(uint64, uint64) uint64](opened, "Add")
		return onTwo(func(times uint64) uint64 { return add(call, times) })
	case "length":
		call := lookup[func(string) int](opened, "Length")
		return func(times uint64) {
			value := 0
			for n := uint64(0); n < times; n++ {
				value += call(text)
			}
			sink = uint64(value)
		}
	case "greet":
		call := lookup[func(string) string](opened, "Greet")
		return func(times uint64) {
			value := 0
			for n := uint64(0); n < times; n++ {
				value += len(call(text))
			}
			sink = uint64(value)
		}
	case "bytes", "own-bytes":
		call := lookup[func([]byte) []byte](opened, "Bytes")
		bytes := make([]byte, 1<<20)
		return func(times uint64) {
			for n := uint64(0); n < times; n++ {
				bytes = call(bytes)
			}
		}
	case "record":
		call := lookup[func(record) record](opened, "Value")
		value := record{}
		return func(times uint64) {
			for n := uint64(0); n < times; n++ {
				value = call(value)
			}
		}
	case "method":
		object := lookup[func() step](opened, "Step")()
		return func(times uint64) {
			value := uint64(0)
			for n := uint64(0); n < times; n++ {
				value = object.Step(value)
			}
			sink = value
		}
	case "callback":
		call := lookup[func(func(uint64) uint64, uint64) uint64](opened, "Repeat")
		return func(times uint64) {
			sink = call(func(value uint64) uint64 { return value + 1 }, times)
		}
	case "fail":
		call := lookup[func(uint64) uint64](opened, "Fail")
		return chain(func(value uint64) uint64 { return caught(call, value) })
	case "hit":
		return func(times uint64) { sink = hit(opened, times) }
	case "miss":
		return chain(func(value uint64) uint64 {
			if _, err := opened.Lookup("F99"); err != nil {
				value++
			}
			return value
		})
	case "hit-on-two":
		return onTwo(func(times uint64) uint64 { return hit(opened, times) })
	case "reopen":
		return chain(func(value uint64) uint64 {
			if _, err := plugin.Open(file); err == nil {
				value++
			}
			return value
		})
	}
	return nil
}

func nanoseconds(start time.Time) int64 { return time.Since(start).Nanoseconds() }

func open(file string) string {
	start := time.Now()
	opened, err := plugin.Open(file)
	if err != nil {
		return "error " + strings.ReplaceAll(err.Error(), "\n", " ")
	}
	lookup[func(uint64, uint64) uint64](opened, "Add")
	first := nanoseconds(start)
	var names [54]string
	for n := range names {
		names[n] = fmt.Sprintf("F%02d", n)
	}
	start = time.Now()
	for _, name := range names {
		lookup[func(uint64) uint64](opened, name)
	}
	return fmt.Sprint(first, " ", nanoseconds(start))
}

func seek(file, name string) string {
	name = strings.ToUpper(name)
	start := time.Now()
	opened, err := plugin.Open(file)
	if err != nil {
		return "error " + strings.ReplaceAll(err.Error(), "\n", " ")
	}
	lookup[func(uint64) uint64](opened, name)
	first := nanoseconds(start)
	start = time.Now()
	for n := 0; n < 1000; n++ {
		lookup[func(uint64) uint64](opened, name)
	}
	return fmt.Sprint(first, " ", float64(nanoseconds(start))/1000)
}

func main() {
	file := os.Args[1]
	batches := map[string]func(uint64){}
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		words := strings.Fields(lines.Text())
		switch words[0] {
		case "run":
			times, _ := strconv.ParseUint(words[2], 10, 64)
			run, known := batches[words[1]]
			if !known {
				run = batch(file, words[1])
				batches[words[1]] = run
			}
			if run == nil {
				fmt.Println("none")
				continue
			}
			start := time.Now()
			run(times)
			fmt.Println(nanoseconds(start))
		case "open":
			fmt.Println(open(words[1]))
		case "seek":
			fmt.Println(seek(words[1], words[2]))
		}
	}
}
