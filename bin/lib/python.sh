# Sourced by the commands in bin/: picks a Python that Odoo 19 and the pinned
# packages support, as PYTHON, and makes the helper package importable.
for candidate in ${AGENCY_PYTHON:-python3.11 python3.12 python3 /usr/bin/python3}; do
    command -v "$candidate" >/dev/null 2>&1 || continue
    # A version manager may leave a name on PATH that fails when it is called.
    if "$candidate" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 12))' >/dev/null 2>&1; then
        PYTHON=$candidate
        break
    fi
done
if [ -z "${PYTHON:-}" ]; then
    echo "Python 3.11 or 3.12 is needed and was not found: install it (on Debian 12: apt-get install python3), or name one in AGENCY_PYTHON, then run this command again." >&2
    exit 2
fi
# The virtual environment must not see the caller's Python settings, and Odoo
# starts much slower when it may not keep compiled modules.
unset PYTHONDONTWRITEBYTECODE PYTHONHOME
export PYTHONPATH="$root/bin/lib" PYTHONUNBUFFERED=1
