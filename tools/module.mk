# SPDX-License-Identifier: MIT
#
# module.mk - build the modules of one folder; `make M=/that/folder` calls it
#
# The folder's Makefile (or Kbuild) says what there is, as in Linux: obj-m := x.o y.o, and for a
# module of several files y-objs := a.o b.o (or y-y). Objects and x.ko go into the folder, or to TO.
# It may do other things when it is called by hand: here KERNELRELEASE is set, as in Linux.

.DELETE_ON_ERROR:
.SUFFIXES:
.PHONY: __modules __list __clean FORCE
__modules:

kbuild := $(firstword $(wildcard $(M)/Kbuild $(M)/Makefile))
$(if $(kbuild),,$(error M=$(M): there is no Makefile: write one that says "obj-m := x.o"))
KERNELRELEASE := $(VERSION)
include $(kbuild)
$(if $(strip $(obj-m)),,$(error $(kbuild): it has no obj-m: write "obj-m := x.o" for x.c))
$(foreach o,$(obj-m),$(if $(filter %.o,$o),,$(error $(kbuild): obj-m: $o: only NAME.o)))

TO ?= $(M)
modules := $(obj-m:.o=)
kos := $(patsubst %,$(TO)/%.ko,$(modules))
objs = $(or $(strip $($1-objs) $($1-y)),$1.o)
Q := $(if $(filter 1,$(V)),,@)
say = $(if $(filter 1,$(V)),@:,@echo "$1 $2")
quote = '$(subst ','\'',$1)'

# Another compiler or other flags: all of it anew.
flags := $(CC) $(module-cflags) $(EXTRA_CFLAGS) $(ccflags-y)
ifneq ($(strip $(flags)),$(strip $(shell cat $(TO)/.flags 2>/dev/null)))
$(TO)/.flags: FORCE
endif
$(TO)/.flags:
	@mkdir -p $(@D) && printf '%s\n' $(call quote,$(strip $(flags))) > $@

define module # $1: its name
$(foreach o,$(call objs,$1),$(eval $(call object,$1,$(o:.o=))))
$(TO)/$1.ko: $(addprefix $(TO)/,$(call objs,$1))
	$$(call say,LD,$$@)
	$$(Q)$(LD) -m elf_i386 -r -o $$@ $$^
endef
define object # $1: the module, $2: the file
$(TO)/$2.o: $(M)/$2.c $(TO)/.flags
	$$(call say,CC,$$<)
	@mkdir -p $$(@D)
	$$(Q)$(CC) $(module-cflags) -I$(M) $(EXTRA_CFLAGS) $(ccflags-y) -DMODULE \
		-DKBUILD_MODNAME=\"$(subst -,_,$1)\" -MMD -MP -MF $(TO)/.$2.d -c -o $$@ $$<
-include $(TO)/.$2.d
endef
$(foreach m,$(modules),$(eval $(call module,$m)))

__list:
	@echo $(modules)

__modules: $(kos)
	@printf '%s\n' $(kos) > $(TO)/modules.order

__clean:
	rm -f $(kos) $(addprefix $(TO)/,$(foreach m,$(modules),$(call objs,$m)) .flags \
		modules.order $(foreach m,$(modules),$(patsubst %.o,.%.d,$(call objs,$m))))
