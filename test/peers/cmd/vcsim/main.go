// Command vcsim serves govmomi's vCenter simulator for Sakimori's tests.
//
// govmomi's own main lives in a nested module that has no tags since v0.47, so `go install` cannot reach it; the
// simulator packages themselves stay in the root module. This main differs on purpose: it prints one JSON line when it
// is ready, and it ends when its standard input closes, so it never outlives the test that started it.
package main

import (
	"crypto/tls"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/signal"
	"strconv"
	"strings"
	"syscall"

	"github.com/vmware/govmomi/simulator"

	_ "github.com/vmware/govmomi/cns/simulator"
	_ "github.com/vmware/govmomi/eam/simulator"
	_ "github.com/vmware/govmomi/lookup/simulator"
	_ "github.com/vmware/govmomi/pbm/simulator"
	_ "github.com/vmware/govmomi/ssoadmin/simulator"
	_ "github.com/vmware/govmomi/sts/simulator"
	_ "github.com/vmware/govmomi/vapi/appliance/simulator"
	_ "github.com/vmware/govmomi/vapi/cis/tasks/simulator"
	_ "github.com/vmware/govmomi/vapi/cluster/simulator"
	_ "github.com/vmware/govmomi/vapi/crypto/simulator"
	_ "github.com/vmware/govmomi/vapi/esx/settings/simulator"
	_ "github.com/vmware/govmomi/vapi/simulator"
	_ "github.com/vmware/govmomi/vapi/vm/simulator"
	_ "github.com/vmware/govmomi/vsan/simulator"
	_ "github.com/vmware/govmomi/vslm/simulator"
)

type settings struct {
	listen, username, password, apiVersion, load, methodDelay, traceFile, certFile, keyFile string
	esx, tls                                                                                bool
}

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "vcsim:", err)
		os.Exit(1)
	}
}

func run() error {
	model, set, err := parse(os.Args[1:])
	if err != nil {
		return err
	}
	if set.load != "" {
		err = model.Load(set.load)
	} else {
		err = model.Create()
	}
	if err != nil {
		return err
	}
	defer model.Remove()

	service := model.Service
	service.Listen = &url.URL{Host: set.listen}
	if set.username != "" || set.password != "" {
		service.Listen.User = url.UserPassword(set.username, set.password)
	}
	service.RegisterEndpoints = true
	if service.TLS, err = tlsConfig(set); err != nil {
		return err
	}
	if set.traceFile != "" {
		file, err := os.Create(set.traceFile)
		if err != nil {
			return err
		}
		defer file.Close()
		simulator.Trace, simulator.TraceFile = true, file
	}

	server := service.NewServer()
	defer server.Close()
	if err := json.NewEncoder(os.Stdout).Encode(map[string]any{"url": server.URL.String(), "pid": os.Getpid()}); err != nil {
		return err
	}
	waitForEnd()
	return nil
}

// parse starts from the default model (-esx picks the other one before the sizes are bound to it).
func parse(args []string) (*simulator.Model, settings, error) {
	var set settings
	model := simulator.VPX()
	for _, arg := range args {
		if arg == "-esx" || arg == "-esx=true" {
			model = simulator.ESX()
		}
	}
	flags := flag.NewFlagSet("vcsim", flag.ContinueOnError)
	flags.StringVar(&set.listen, "l", "127.0.0.1:0", "listen address; port 0 picks one")
	flags.StringVar(&set.username, "username", "", "user name (none: any pair is accepted)")
	flags.StringVar(&set.password, "password", "", "password")
	flags.StringVar(&set.apiVersion, "api-version", "", "about.apiVersion")
	flags.StringVar(&set.load, "load", "", "directory written by govc object.save")
	flags.StringVar(&set.methodDelay, "method-delay", "", "Method:milliseconds,…")
	flags.StringVar(&set.traceFile, "trace-file", "", "write all SOAP to this file")
	flags.StringVar(&set.certFile, "tlscert", "", "certificate (PEM) instead of the built-in one")
	flags.StringVar(&set.keyFile, "tlskey", "", "its key (PEM)")
	flags.BoolVar(&set.tls, "tls", true, "serve HTTPS")
	flags.BoolVar(&set.esx, "esx", false, "a standalone ESX host")
	flags.BoolVar(&model.Autostart, "autostart", model.Autostart, "power the VMs on")
	flags.IntVar(&model.DelayConfig.Delay, "delay", 0, "milliseconds before each reply")
	flags.Float64Var(&model.DelayConfig.DelayJitter, "delay-jitter", 0, "variation of the delay")
	sizes := map[string]*int{
		"dc": &model.Datacenter, "cluster": &model.Cluster, "host": &model.ClusterHost, "standalone-host": &model.Host,
		"pool": &model.Pool, "app": &model.App, "pod": &model.Pod, "folder": &model.Folder, "vm": &model.Machine,
		"ds": &model.Datastore, "pg": &model.Portgroup, "pg-nsx": &model.PortgroupNSX, "nsx": &model.OpaqueNetwork,
	}
	for name, size := range sizes {
		flags.IntVar(size, name, *size, "number of "+name+" per parent")
	}
	if err := flags.Parse(args); err != nil {
		return nil, set, err
	}
	if flags.NArg() > 0 {
		return nil, set, fmt.Errorf("unexpected argument %q", flags.Arg(0))
	}
	if set.apiVersion != "" {
		model.ServiceContent.About.ApiVersion = set.apiVersion
	}
	var err error
	model.DelayConfig.MethodDelay, err = methodDelays(set.methodDelay)
	return model, set, err
}

func methodDelays(text string) (map[string]int, error) {
	delays := map[string]int{}
	for _, pair := range strings.FieldsFunc(text, func(r rune) bool { return r == ',' }) {
		method, value, _ := strings.Cut(pair, ":")
		milliseconds, err := strconv.Atoi(value)
		if err != nil {
			return nil, fmt.Errorf("-method-delay %q: want Method:milliseconds", pair)
		}
		delays[method] = milliseconds
	}
	return delays, nil
}

func tlsConfig(set settings) (*tls.Config, error) {
	if !set.tls {
		return nil, nil
	}
	if (set.certFile == "") != (set.keyFile == "") {
		return nil, errors.New("-tlscert and -tlskey go together")
	}
	config := new(tls.Config)
	if set.certFile != "" {
		pair, err := tls.LoadX509KeyPair(set.certFile, set.keyFile)
		if err != nil {
			return nil, err
		}
		config.Certificates = []tls.Certificate{pair}
	}
	return config, nil
}

// waitForEnd returns on a signal or when the parent closes our standard input (or dies, which closes it too).
func waitForEnd() {
	end := make(chan os.Signal, 1)
	signal.Notify(end, syscall.SIGINT, syscall.SIGTERM)
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin)
		end <- syscall.SIGTERM
	}()
	<-end
}
