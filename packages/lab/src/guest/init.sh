#!/bin/sh
# Process 1 of the lab: of a User-Mode Linux kernel, or of the namespaces that stand for one.
# Environment: LAB (the lab's directory on the host), LAB_ARTEFACTS, LAB_KERNEL (uml or host), LAB_NODE (the node program).
# The host bundles the controller meanwhile and makes LAB/bundled when that is done.
export PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8

await_bundle() { until [ -e "$LAB/bundled" ]; do sleep 0.02; done; }

prepare_network() {
  modprobe -q -a ip_vs ip_vs_rr ip_vs_wrr ip_vs_lc ip_vs_wlc ip_vs_fo ip_vs_ovf ip_vs_lblc ip_vs_lblcr ip_vs_dh ip_vs_sh \
    ip_vs_sed ip_vs_nq ip_vs_mh nf_conntrack veth bridge macvlan dummy ipip ip6_tunnel sch_netem sctp overlay
  # Bridges and cable ends say nothing of their own. (Nodes start with defaults, not with these.)
  echo 1 >/proc/sys/net/ipv6/conf/default/disable_ipv6
}

mount -t proc proc /proc
mount -t tmpfs tmpfs /run
mkdir -p /run/lab/artefacts /run/lab/nodes
if [ "$LAB_KERNEL" = uml ]; then
  # The root is the host's own file tree, read-only: nothing a guest does can change the host, artefacts excepted.
  mkdir -p /dev/pts /dev/shm
  ln -s /proc/self/fd /dev/fd
  cat >/run/lab/fstab <<END
sysfs /sys sysfs
devpts /dev/pts devpts ptmxmode=0666,mode=0620,gid=5
tmpfs /dev/shm tmpfs
host /run/lab/artefacts hostfs $LAB_ARTEFACTS
END
  mount -a -T /run/lab/fstab
  # modprobe looks in lib/modules only. This folder is in /dev so that nodes, which have a /run of their own, see it too.
  mkdir -p /dev/lab/lib
  ln -s /usr/lib/uml/modules /dev/lab/lib/modules
  printf '#!/bin/sh\nexec /sbin/modprobe -d /dev/lab "$@"\n' >/dev/lab/modprobe
  chmod 755 /dev/lab/modprobe
  echo /dev/lab/modprobe >/proc/sys/kernel/modprobe
  export MODPROBE_OPTIONS="-d /dev/lab"
  prepare_network
  # Files written to the host appear there within a fifth of a second, not after half a minute.
  echo 20 >/proc/sys/vm/dirty_writeback_centisecs
  echo 20 >/proc/sys/vm/dirty_expire_centisecs
  await_bundle
  stty raw -echo </dev/tty1
  setsid "$LAB_NODE" "$LAB/controller.mjs" </dev/tty1 >/dev/tty1 2>/dev/console
  poweroff -f -d
fi
mount -t sysfs sysfs /sys
prepare_network
mount --bind "$LAB_ARTEFACTS" /run/lab/artefacts
mount -o remount,ro,bind /
await_bundle
"$LAB_NODE" "$LAB/controller.mjs"
