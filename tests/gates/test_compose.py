"""docker-compose.yml is valid for Docker Compose itself, and agrees with the repository."""

import json
import subprocess

import pytest

from agencyenv import paths

COMPOSE = next(paths.LINT_VENV.glob("lib/python*/site-packages/compose/docker-compose"), None)


def compose(*arguments: str, text: str | None = None) -> subprocess.CompletedProcess:
    """Run the real Docker Compose on our file, or on ``text`` in its place."""
    # The package's console script always says success, so its binary is called.
    command = [str(COMPOSE), "-f", "-" if text else "docker-compose.yml", *arguments]
    return subprocess.run(command, cwd=paths.ROOT, input=text, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("profiles", [[], ["--profile", "*"]])
def test_file_is_valid(profiles: list[str]) -> None:
    done = compose(*profiles, "config", "-q")
    assert done.returncode == 0, done.stderr
    assert not done.stderr, done.stderr


def test_check_sees_errors() -> None:
    broken = (paths.ROOT / "docker-compose.yml").read_text().replace("volumes:", "volume:", 1)
    assert compose("config", "-q", text=broken).returncode != 0


def test_mounted_files_exist() -> None:
    done = compose("config", "--format", "json")
    assert done.returncode == 0, done.stderr
    services = json.loads(done.stdout)["services"]
    mounts = [mount for service in services.values() for mount in service.get("volumes", [])]
    sources = [mount["source"] for mount in mounts if mount["type"] == "bind"]
    assert sources
    for source in sources:
        assert (paths.ROOT / source).exists(), source
    for name, service in services.items():
        assert "healthcheck" in service or name.startswith("addons"), f"{name} has no health check"
