"""README and docs say what is so."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from resdiff import cli
from servers import Shelf, StandIn

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
LINES = [line for line in README.splitlines() if line.startswith("resdiff ")]


def test_there_are_two_commands_for_a_fresh_machine() -> None:
    commands = re.findall(r"<!-- command: (\w+) -->\n```sh\n(.+)\n```", README)
    assert [name for name, _ in commands] == ["demo", "test"]
    assert all(line.startswith("python3 -m venv") for _, line in commands)


@pytest.mark.parametrize("line", LINES)
def test_its_examples_run(line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every example, with the specimen's documents in place of the real ones."""
    from resdiff import specimen

    folder = tmp_path / "SCresolutions"
    folder.mkdir()
    for name, data in specimen.files():
        (folder / name).write_bytes(data)
    for name in ("my-draft.docx", "my-rev1.docx"):
        (tmp_path / name).write_bytes((ROOT / "fixtures" / "docx" / "S_RES_9007_2098.en.docx").read_bytes())
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("RESDIFF_LIBRARY", str(tmp_path / "library"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    runner = CliRunner()
    words = shlex.split(re.split(r"\s{2,}", line)[0])[1:]
    words = [{"2482": "9008", "2253": "9006", "2368": "9007"}.get(word, word) for word in words]
    if words[0] != "fetch":
        assert runner.invoke(cli.main, ["add", "SCresolutions"]).exit_code == 0
        done = runner.invoke(cli.main, words)
        assert done.exit_code == 0, done.output
        return
    with StandIn(Shelf(2)) as standin:
        monkeypatch.setenv("RESDIFF_HOSTS", str(standin.hosts_file(tmp_path)))
        done = runner.invoke(cli.main, words)
        assert done.exit_code == 0, done.output
        assert standin.log


def test_links_lead_somewhere() -> None:
    for page in (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").glob("*.md")):
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"


def test_the_drawing_of_the_layers_is_the_contract() -> None:
    drawn = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8").split("## Layers")[1].split("```")[1]
    contract = (ROOT / ".importlinter").read_text(encoding="utf-8").split("layers =\n")[1].split("\nexhaustive")[0]

    def names(text: str) -> list[str]:
        return [" | ".join(re.findall(r"\w+", re.split(r"\s{3,}", line.strip())[0])) for line in text.strip().splitlines()]

    assert names(drawn) == names(contract)


def test_every_dependency_has_its_sentence() -> None:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    documented = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    for dependency in (*project["dependencies"], *project["optional-dependencies"]["dev"]):
        name = re.match(r"[\w-]+", dependency)
        assert name
        assert re.search(rf"\b{name[0].removeprefix('pytest-')}\b", documented), dependency
