# SPDX-License-Identifier: MIT
#
# Makefile - every command a person types; `make help` lists them
#
# Two images come out of one tree: halves.elf, and halves-tests.elf, which is the same plus the
# KUnit suites (-DCONFIG_TESTS=1) and whatever EXTRA names. tools/run alone knows the QEMU line.
# Each image is linked twice, so that it can hold the table of its own symbols (tools/kallsyms).

VERSION := 0.1

.DEFAULT_GOAL := all
.DELETE_ON_ERROR:
.SUFFIXES:
MAKEFLAGS += --no-print-directory -rR
ifeq ($(MAKELEVEL),0)
# As many at a time as there are processors; a -j of yours wins.
MAKEFLAGS += -j$(shell nproc 2>/dev/null || sysctl -n hw.ncpu 2>/dev/null || echo 2)
endif

# Several goals (make setup run): one after the other, each by a make of its own, which then sees
# the tools that setup has installed.
ifneq ($(words $(MAKECMDGOALS)),$(filter 0 1,$(words $(MAKECMDGOALS))))
.NOTPARALLEL:
.PHONY: $(MAKECMDGOALS)
$(MAKECMDGOALS):
	@$(MAKE) $@
else

# ---------------------------------------------------------------------------- what you can set

## O=build             folder for everything that is built
O ?= build
## CMDLINE="..."       the kernel's command line, e.g. CMDLINE="run=compare poweroff"
CMDLINE ?=
## MEM=256M            memory of the machine: 16M, 1G
MEM ?= 256M
## SMP=1               number of processors
SMP ?= 1
## CPU=max             processor model (qemu-system-i386 -cpu help)
CPU ?= max
## HZ=1000             ticks a second: 100, 250 or 1000
HZ ?= 1000
## OPT=-O2             how the compiler optimises: -O0, -Og, -O1, -O2 or -Os
OPT ?= -O2
## TRACE=file          make run: the event log, for tools/trace
TRACE ?=
## GUI=1               a window with VGA and keyboard
GUI ?=
## ICOUNT=0|1          without or with the deterministic clock, whatever the default would be
ICOUNT ?=
## EXTRA="a.c /b.c"    further C files for the tests' image
EXTRA ?=
## LAB=6               a lab's number or name: make start, solution, handout, grade, mutants
LAB ?=
## WORK=folder         make grade: the submission, instead of the files in the tree
WORK ?=
## OUT=folder          make handout: where to
OUT ?=
## SHOW=check          make grade: only what this check prints
## LOG=check           make grade: the event log of this check
## GDB=check           make grade: boot this check under GDB, to where it fails
## MACHINE=two         make grade with SHOW, LOG or GDB: on this machine of the lab's
## N=32                make grade, mutants: how many seeds; make regrade (50): how often
N ?=
## SHEET=raise.txt     make predict: your prediction, called after its worksheet; raise: read that
SHEET ?=
## OVER=folder         files that take the place of the tree's, in the tests' image: a lab's
OVER ?=
## SUITES="a b.c"      folders and files of the tests' image's suites instead of all
SUITES ?= tests/kernel
## M=/abs/folder       modules of your own: build those that obj-m in its Makefile names
M ?=
## T=tasklet           make test: one suite, one case (suite.case), or a pytest -k expression
T ?=
## P=tasklet_latency   make path: which figure
P ?=
## TIME=600            make soak, torture (10): virtual seconds, or 10m, 24h; fuzz (60): real ones
TIME ?=
## SEED=1              make soak, make torture: the same seed is the same run
SEED ?= 1
## SEEDS=1             make torture: how many seeds, from SEED on
SEEDS ?= 1
## LLVM=1              build with clang and lld
LLVM ?=
## CCACHE=ccache       compile through ccache: a tree built twice is compiled once
CCACHE ?=
## WERROR=1            warnings are errors
WERROR ?=
## FILES="a=b"         further files for the programs' archive: lib/modules/a.ko=a.ko
FILES ?=
## V=1                 show whole commands
V ?=
## PORT=8000           make serve: the port
PORT ?= 8000
## PYTHON=python3      interpreter of the tools
PYTHON ?= $(firstword $(wildcard /usr/bin/python3) python3)

ifneq ($(words $(O))$(findstring :,$(O)),1)
$(error O=$(O): use one folder name, without blanks and colons)
endif
ifneq ($(words $(filter 100 250 1000,$(HZ)))$(words $(HZ)),11)
$(error HZ=$(HZ): use 100, 250 or 1000)
endif
ifneq ($(words $(filter -O0 -Og -O1 -O2 -Os,$(OPT)))$(words $(OPT)),11)
$(error OPT=$(OPT): use -O0, -Og, -O1, -O2 or -Os)
endif
$(foreach v,LLVM WERROR V GUI ICOUNT,$(if $(filter-out 0 1,$($v)),$(error $v=$($v): use 0 or 1)))
$(foreach f,$(EXTRA),$(if $(filter %.c,$f),,$(error EXTRA: $f: only C files)))
$(foreach f,$(EXTRA),$(if $(wildcard $f),,$(error EXTRA: $f: no such file)))
ifneq ($(M),)
$(if $(wildcard $(M)/.),,$(error M=$(M): no such folder))
override M := $(abspath $(M))
$(if $(filter-out 1,$(words $M)),$(error M=$(M): use a folder without blanks))
.DEFAULT_GOAL := modules
endif
GDB ?=
EVENT ?=
LOG ?=
SHOW ?=
WITHOUT ?=
MACHINE ?=
export LAB WORK OUT N GDB EVENT LOG SHOW WITHOUT MACHINE SHEET
export O CMDLINE MEM SMP CPU GUI ICOUNT TRACE EXTRA T P TIME SEED SEEDS PYTHON LLVM
on = $(filter 1,$($1))

# ---------------------------------------------------------------------------- compilers, flags

ifneq ($(call on,LLVM),)
CC := clang --target=i686-linux-gnu
LD := ld.lld
else
CC := $(if $(filter default undefined,$(origin CC)),gcc,$(CC))
LD := $(if $(filter default undefined,$(origin LD)),ld,$(LD))
endif
# What compiles. The lists of headers, which each compilation makes anyway, are enough for ccache.
cc = $(strip $(CCACHE) $(CC))
export CCACHE_DEPEND := 1
stack-align := $(if $(findstring clang,$(CC)),-mstack-alignment=4,-mpreferred-stack-boundary=2)
# Code that begins at addresses divisible by 16 would be 5 % larger and no instruction shorter.
aligns := -falign-functions=4 -falign-loops=1 \
	$(if $(findstring clang,$(CC)),-mllvm -align-all-functions=2,-falign-jumps=1 \
	-falign-labels=1)
NASM ?= nasm
GRUB_MKRESCUE ?= grub-mkrescue
CLANG_FORMAT ?= clang-format

includes := -Ikernel/include -Ikernel/include/uapi -Iarch/x86/include
# The same tree gives the same bytes in every folder: its name, which the compilers believe $PWD
# for, is in none of them.
export PWD := $(CURDIR)
no-paths := '-fdebug-prefix-map=$(CURDIR)=.' '-fmacro-prefix-map=$(CURDIR)/='
defines := -DCONFIG_HZ=$(HZ) -DHALVES_VERSION=\"$(VERSION)\"
cflags := -m32 -march=i686 -std=gnu11 $(OPT) -g -ffreestanding -nostdinc -fno-pic -fno-pie \
	-fno-stack-protector -fno-omit-frame-pointer -fno-asynchronous-unwind-tables \
	-fno-strict-aliasing -fno-common -mregparm=3 -mgeneral-regs-only \
	-mtune=generic -momit-leaf-frame-pointer $(stack-align) $(no-paths) \
	-Wall -Wextra -Wno-unused-parameter -Wno-sign-compare -Wno-missing-field-initializers \
	$(if $(call on,WERROR),-Werror) $(includes) $(defines)
# Only what an interrupt, its bottom halves, a switch of threads or a read() passes through is made
# fast; the rest is made small.
hot := arch/x86/entry/% arch/x86/irqchip/% arch/x86/mm/usercopy.c \
	$(foreach f,memory string div64,lib/$f.c) \
	$(addprefix kernel/,lock/% irq/handle.c mm/page_alloc.c mm/slab.c time/tick.c time/timer.c \
	$(foreach f,record points,trace/$f.c) \
	$(foreach f,items latency switch throughput,bench/$f.c) \
	compare/mechanisms.c compare/source.c \
	$(foreach f,softirq tasklet workqueue onstack,bottomhalf/$f.c) \
	$(foreach f,fdtable file pipe read_write,fs/$f.c) \
	$(foreach f,core wait completion timeout,sched/$f.c))
size = $(if $(filter -O2,$(OPT)),$(if $(filter $(hot),$(place)),$(aligns),-Os))
asflags := -f elf32 -g -F dwarf -Iarch/x86/include/ -Iboot/ -DCONFIG_HZ=$(HZ) \
	$(if $(call on,WERROR),-Werror)
ldflags := -m elf_i386 -nostdlib -static -z noexecstack -z max-page-size=32 --build-id=none \
	$(if $(call on,WERROR),--fatal-warnings)
# The tests' image looks for undefined behaviour of C while it runs (kernel/debug/ubsan.c): all
# checks that the compiler has for C, but none in the file that makes the reports.
ubsan = $(if $(filter kernel/debug/ubsan.c,$(place)),,-fsanitize=undefined)
tests := -DCONFIG_TESTS=1
# A parameter on the kernel's command line is called FILE.NAME, as in Linux.
modname = -DKBUILD_MODNAME=\"$(subst -,_,$(basename $(notdir $<)))\"
# The place in the tree of what is compiled: a file of OVER stands for the one of its name.
place = $(patsubst $(OVER)/%,%,$<)
beside = $(if $(filter-out $<,$(place)),-iquote $(dir $(place)))

# ---------------------------------------------------------------------------- sources, objects

find = $(sort $(shell find $1 -type f -name '$2' 2>/dev/null))
plain := $(call find,boot arch kernel lib,*.c) $(call find,boot arch kernel lib,*.asm)
only-tests := kernel/kunit/% kernel/debug/ubsan.c kernel/lock/lockdep%.c
# Modules that the tests load: in the tests' image as they are, found by name.
test-modules := $(call find,tests/modules,*.c)
over := $(if $(OVER),$(patsubst $(OVER)/%,%,$(call find,$(OVER),*.c) $(call find,$(OVER),*.asm)))
kunit := $(filter $(only-tests),$(plain)) $(call find,$(SUITES),*.c)
kunit += $(filter-out $(plain) $(kunit),$(over))
plain := $(filter-out $(only-tests),$(plain))
extra := $(sort $(abspath $(EXTRA)))

object = $(patsubst %.c,%.o,$(patsubst %.asm,%.asm.o,$1))
objects := $(addprefix $(O)/obj/,$(call object,$(plain)))
objects-tests := $(addprefix $(O)/obj-tests/,$(call object,$(plain) $(kunit))) \
	$(addprefix $(O)/obj-tests/extra,$(call object,$(extra))) $(O)/obj-tests/test-modules.o
test-names := $(basename $(notdir $(test-modules)))
test-kos := $(patsubst %.c,$(O)/obj-tests/%.ko,$(test-modules))

Q := $(if $(call on,V),,@)
say = $(if $(call on,V),@:,@echo "$1 $2")
quote = '$(subst ','\'',$1)'

# $(O)/NAME holds the text of the variable NAME: compiler, flags, sources. When the text has
# changed, the file is rewritten, and what hangs on it is made anew.
define stamp
ifneq ($$(strip $$(shell cat $(O)/$1 2>/dev/null)),$$(strip $$($1)))
.PHONY: $(O)/$1
endif
$(O)/$1:
	@for p in $$(needs-$1); do command -v $$$$p >/dev/null || \
		{ echo "make: $$$$p is missing: run 'make setup'" >&2; exit 1; }; done
	@mkdir -p $(O) && printf '%s\n' $$(call quote,$$(strip $$($1))) > $$@
endef
# Without the tree's place: a tree that is moved, or copied, is not built anew.
flags-c = $(CC) $(filter-out $(no-paths),$(cflags)) $(hot) $(value size) \
	$(value modname) $(tests) $(value ubsan)
flags-asm = $(NASM) $(asflags)
flags-link = $(LD) $(ldflags) $(plain) $(kunit) $(extra) $(test-modules)
flags-iso = $(GRUB_MKRESCUE) $(CMDLINE)
needs-flags-c = $(firstword $(CC)) $(firstword $(CCACHE))
needs-flags-asm = $(NASM)
needs-flags-link = $(LD) $(PYTHON)
needs-flags-iso = $(GRUB_MKRESCUE) xorriso
$(foreach name,flags-c flags-asm flags-link flags-iso,$(eval $(call stamp,$(name))))

# ---------------------------------------------------------------------------- rules

.PHONY: modules all iso run compare bench path soak torture failslab race fuzz test kunit \
	debug labs start solution handout grade predict mutants regrade lint format docs serve \
	clean setup help
all: $(O)/halves.elf $(O)/halves-tests.elf user $(O)/compile_commands.json ## build everything

define compile
	$(call say,CC,$<)
	@mkdir -p $(@D)
	$(Q)$(cc) $(cflags) $(size) $(modname) $1 -MMD -MP -c -o $@ $<
endef
define assemble
	$(call say,AS,$<)
	@mkdir -p $(@D)
	$(Q)$(NASM) $(asflags) $1 -MD $(@:.o=.d) -MP -o $@ $<
	@$(PYTHON) tools/asmpaths $@ $<
endef
define link # $1: the table of symbols
	$(call say,LD,$@)
	$(Q)$(LD) $(ldflags) -T boot/halves.ld -o $@ $(filter %.o,$^)
endef

$(O)/obj/%.o: %.c $(O)/flags-c ; $(call compile)
ifneq ($(OVER),)
# A warning is no reason to refuse a student's work. The texts in between are kept for the grader:
# clang assembles without one, so it is asked for that first, as another assembler would get it.
over-flags = $(tests) $(ubsan) $(beside) -Wno-error
$(O)/obj-tests/%.o: $(OVER)/%.c $(O)/flags-c
	$(if $(findstring clang,$(CC)),@mkdir -p $(@D) && $(cc) $(cflags) $(size) $(modname) \
		$(over-flags) -w -no-integrated-as -save-temps=obj -S -o $(@:.o=.s) $<)
	$(call compile,$(over-flags) $(if $(findstring clang,$(CC)),,-save-temps=obj))
$(O)/obj-tests/%.asm.o: $(OVER)/%.asm tools/asmpaths $(O)/flags-asm
	$(call assemble,$(tests) -I$(dir $(place)))
endif
$(O)/obj-tests/labs/%.o: labs/%.c $(O)/flags-c
	$(call compile,$(tests) $(ubsan) -iquote tests/kernel)
$(O)/obj-tests/%.o: %.c $(O)/flags-c ; $(call compile,$(tests) $(ubsan))
$(O)/obj-tests/extra/%.o: /%.c $(O)/flags-c ; $(call compile,$(tests) $(ubsan))
$(O)/obj/%.asm.o: %.asm tools/asmpaths $(O)/flags-asm ; $(call assemble)
$(O)/obj-tests/%.asm.o: %.asm tools/asmpaths $(O)/flags-asm ; $(call assemble,$(tests))

$(O)/obj-tests/tests/modules/%.o: tests/modules/%.c $(O)/flags-c
	$(call compile,$(tests) -DMODULE)
$(O)/obj-tests/tests/modules/%.ko: $(O)/obj-tests/tests/modules/%.o
	$(Q)$(LD) -m elf_i386 -r -S -o $@ $<
.SECONDARY: $(test-kos:.ko=.o)
# name, first byte, end of each
$(O)/obj-tests/test-modules.asm: $(O)/flags-link
	@printf '%s\n' 'section .rodata' 'align 4' 'global test_modules' 'test_modules:' \
		$(foreach m,$(test-names),'dd name_$m, $m, end_$m') 'dd 0, 0, 0' \
		$(foreach m,$(test-names),'name_$m: db "$m", 0' 'align 4' \
		'$m: incbin "tests/modules/$m.ko"' 'end_$m:') > $@
$(O)/obj-tests/test-modules.o: $(O)/obj-tests/test-modules.asm $(test-kos)
	@cd $(@D) && $(NASM) -f elf32 -o $(@F) $(<F)

# The first link has an empty table of symbols. From its symbols comes the real one, for the second.
define image # $1: name of the image, $2: folder of its objects, $3: its objects
$(O)/$2/kallsyms0.asm: tools/kallsyms tools/halves/elf.py ; @mkdir -p $$(@D) && $(PYTHON) $$< > $$@
$(O)/$2/kallsyms1.asm: $(O)/$2/pass1.elf ; @$(PYTHON) tools/kallsyms $$< > $$@
$(O)/$2/kallsyms%.o: $(O)/$2/kallsyms%.asm ; @cd $$(@D) && $(NASM) -f elf32 -o $$(@F) $$(<F)
$(O)/$2/pass1.elf: $3 $(O)/$2/kallsyms0.o boot/halves.ld $(O)/flags-link
	$$(Q)$(LD) $(ldflags) -S -T boot/halves.ld -o $$@ $$(filter %.o,$$^)
$(O)/$1.elf: $3 $(O)/$2/kallsyms1.o boot/halves.ld $(O)/flags-link
	$$(call say,LD,$$@)
	$$(Q)$(LD) $(ldflags) -T boot/halves.ld -o $$@ $$(filter %.o,$$^)
	@$(PYTHON) tools/kallsyms --check $(O)/$2/pass1.elf $$@
endef
$(eval $(call image,halves,obj,$(objects)))
$(eval $(call image,halves-tests,obj-tests,$(objects-tests)))

# Those for the tests' image, whose locks have more in them, go to a folder below.
make-modules = $(MAKE) -f tools/module.mk M=$(M) TO=$(M)$1 VERSION=$(VERSION) V=$(V) \
	CC="$(cc)" LD="$(LD)" module-cflags=$(call quote,$(cflags) $2)
modules: $(O)/flags-c ## build the modules of a folder (M=/abs/folder)
	$(if $(M),,$(error M= is missing: make M=/abs/folder))
	@+$(call make-modules,,)
	@+$(call make-modules,/tests,$(tests))
# make run M=...: /lib/modules/x.ko, and x.tests.ko for the tests' image.
ifneq ($(M),)
module-names := $(shell $(MAKE) -s -f tools/module.mk M=$(M) VERSION=$(VERSION) __list)
FILES += $(foreach m,$(module-names),lib/modules/$m.ko=$(M)/$m.ko \
	lib/modules/$m.tests.ko=$(M)/tests/$m.ko)
$(foreach m,$(module-names),$(M)/$m.ko $(M)/tests/$m.ko): modules ;
endif

# Editors find it in build/ and in the tree's top folder.
$(O)/compile_commands.json: $(O)/flags-c $(O)/flags-link tools/compdb
	@$(PYTHON) tools/compdb -o $@ -- $(CC) $(cflags) -- $(filter %.c,$(plain)) -- \
		$(tests) $(ubsan) -- $(filter %.c,$(kunit)) $(extra)
	$(if $(filter build,$(O)),@ln -sf build/compile_commands.json compile_commands.json)

include user/Makefile

$(O)/halves.iso: $(O)/halves.elf $(O)/halves-tests.elf boot/grub.cfg.in tools/iso $(O)/flags-iso
	$(call say,ISO,$@)
	@$(PYTHON) tools/iso --mkrescue $(GRUB_MKRESCUE) -o $@ boot/grub.cfg.in $(filter %.elf,$^)

iso: $(O)/halves.iso ## build a GRUB ISO that boots

# + lets `make -n run` reach tools/run, which then prints the QEMU line and starts nothing.
dry := $(if $(findstring n,$(filter-out --%,$(firstword -$(MAKEFLAGS)))),--dry-run)
run: all ## boot in QEMU; without a terminal: the comparison, then power off
	+@$(PYTHON) tools/run $(dry)

compare: all ## the comparison of all bottom halves; leaves compare.json in the build folder
	+@$(PYTHON) tools/run $(dry) --words "run=compare poweroff"

bench: all ## measure every path, print the table, leave bench.json in the build folder
	@$(PYTHON) tools/bench --cc "$(CC)"

path: $(O)/halves.elf ## the functions that one figure of bench counts, in order (P=…)
	@$(PYTHON) tools/path

soak: all ## random operations for a long virtual time; nothing may be lost (TIME=, SEED=)
	+@$(PYTHON) tools/run $(dry) --timeout 10000 \
		--words "run=soak soak.time=$(or $(TIME),600) soak.seed=$(SEED) poweroff"

torture: SMP = 4
torture: all ## the same, dense, on all processors at once (TIME=, SEED=, SEEDS=; SMP=4)
	+@$(PYTHON) tools/torture $(dry)

failslab: all ## every test with each of its allocations failed once (of many: 200, then steps)
	+@$(PYTHON) tools/run $(dry) --timeout 3000 \
		--words "run=failslab failslab_run.each=200 poweroff panic=poweroff"

race: all ## an interrupt at each instruction of what must not break (CMDLINE="race.window=work*")
	+@$(PYTHON) tools/race $(dry)

# What it finds new stays in the corpus for the next time.
fuzz: $(test-kos) ## damaged modules without end for lib/relocatable*.c, under sanitizers (TIME=60)
	@mkdir -p $(O)/fuzz/corpus $(O)/fuzz/seeds && cp $(test-kos) $(O)/fuzz/seeds
	$(Q)clang -std=gnu11 -ffreestanding -nostdinc -fno-strict-aliasing -O1 -g $(includes) \
		-fsanitize=fuzzer,address,undefined -fno-sanitize-recover=all \
		-o $(O)/fuzz/relocatable tests/host/fuzz/relocatable_fuzz.c lib/relocatable.c \
		lib/relocatable_link.c
	$(Q)$(O)/fuzz/relocatable -max_total_time=$(or $(TIME),60) -max_len=16384 \
		-print_final_stats=1 -artifact_prefix=$(O)/fuzz/ $(O)/fuzz/corpus $(O)/fuzz/seeds

debug: all ## boot stopped at the first instruction, with GDB attached
	+@$(PYTHON) tools/run $(dry) --debug

test: all ## build, then run every test (T=… for some of them)
	@$(PYTHON) tools/test

kunit: all ## build, then run the KUnit suites alone (T=… for some of them)
	@$(PYTHON) tools/test --kunit -q

labs: ## the labs of the course, a line each
	@$(PYTHON) tools/lab list

start: ## put a lab's starter files into the tree (LAB=)
	@$(PYTHON) tools/lab start

solution: ## put the solution back; your files are kept (LAB=)
	@$(PYTHON) tools/lab solution

handout: ## a tree for students: without the solution and what must stay hidden (LAB=, OUT=)
	@$(PYTHON) tools/lab handout

grade: $(O)/halves-tests.elf ## grade a lab: the tree's files, or a folder's (LAB=, WORK=, N=)
	@$(PYTHON) tools/grade

predict: $(O)/halves-tests.elf ## a worksheet: what will happen, and what does (LAB=, SHEET=)
	@$(PYTHON) tools/predict

mutants: $(O)/halves-tests.elf ## grade the grader: every right and wrong solution (LAB=, N=)
	@$(PYTHON) tools/mutants

regrade: $(O)/halves-tests.elf ## the same submission again and again, on a busy machine (LAB=, N=)
	@$(PYTHON) tools/regrade

lint: ## check headers, who includes whom, and style
	@$(PYTHON) tools/lint --cc "$(CC)" --clang-format "$(CLANG_FORMAT)" -- $(cflags)

format: ## rewrite the C files in the tree's style
	@$(PYTHON) tools/format --clang-format "$(CLANG_FORMAT)" \
		$$(find arch boot kernel labs lib tests user -name '*.[ch]')

docs: ## make the book: chapters, labs, reference (build/docs)
	@for p in dot "$(PYTHON) -m sphinx"; do { $$p --version || $$p -V; } >/dev/null 2>&1 || \
		{ echo "make: $$p is missing: run 'make setup'" >&2; exit 1; }; done
	@$(PYTHON) tools/book

serve: docs ## make the book and show it in the browser, at http://localhost:8000
	@$(PYTHON) -m http.server --bind 127.0.0.1 --directory $(O)/docs $(PORT)

clean: ## remove what was built
	rm -rf $(addprefix $(O)/,obj obj-* user iso flags-* *.cpio *.elf *.iso *.json *.log)
	rm -rf $(addprefix $(O)/,docs book book.trees)
	rm -f compile_commands.json
	@rmdir $(O) 2>/dev/null || true

setup: ## install what is missing
	@sh tools/setup

help: ## this list
	@echo "make GOAL... [VARIABLE=value...]"
	@echo; sed -n 's/^\([a-z]*\):.*## \(.*\)/  \1	\2/p' Makefile | expand -t 22
	@echo; sed -n 's/^## \([A-Z]*=.*\)/  \1/p' Makefile

.PHONY: FORCE
-include $(patsubst %.o,%.d,$(objects) $(objects-tests) $(test-kos:.ko=.o))
endif
