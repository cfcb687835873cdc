using System.Security.Cryptography;
using Slipway.EndToEnd.Support;

namespace Slipway.EndToEnd.Flows;

public sealed class DigestTests : IAsyncLifetime
{
    private readonly Sandbox _sandbox = new();

    public ValueTask InitializeAsync()
    {
        Machine.RequireSlipway();
        _sandbox.Write("lib/two", "two\n").Image("app", "FROM scratch\n# %include lib\nCOPY topsrcdir /\n");
        return ValueTask.CompletedTask;
    }

    private string App => _sandbox.Name("app");

    public ValueTask DisposeAsync() => _sandbox.DisposeAsync();

    [Fact]
    public async Task The_digest_is_the_hash_of_the_printed_inputs()
    {
        var inputs = await _sandbox.SlipwayAsync("hash", App, "--inputs");

        Assert.Equal(await _sandbox.CheckAsync("hash", App), Convert.ToHexStringLower(SHA256.HashData(inputs.Bytes)));
    }

    [Fact]
    public async Task Two_clones_made_under_different_umasks_give_the_same_context_and_digest()
    {
        await Machine.RequireToolAsync("git", "--version");
        await Tool.CheckAsync("chmod", "755", Path.Join(_sandbox.Tree, "lib", "two"));
        const string script =
            """
            set -e
            git -c init.defaultBranch=main init -q && git add .
            git -c user.name=test -c user.email=test@example.org commit -q -m tree
            (umask 022 && git clone -q . ../open) && (umask 077 && git clone -q . ../closed)
            "$0" context "$1" --root ../open -o ../open.tar && "$0" context "$1" --root ../closed -o ../closed.tar
            "$0" hash "$1" --root ../open && "$0" hash "$1" --root ../closed
            stat -c %a ../open/lib/two ../closed/lib/two
            cmp ../open.tar ../closed.tar
            """;

        var result = await Tool.RunAsync(
            "bash",
            ["-c", script, Machine.Slipway, App],
            _sandbox.Tree,
            _sandbox.Variables(),
            cancellationToken: TestContext.Current.CancellationToken);

        Assert.True(result.ExitCode == 0, result.ToString());
        string[] lines = result.Output.Trim().Split('\n');
        Assert.Equal(lines[0], lines[1]);
        Assert.Equal(["755", "700"], lines[2..]);
    }

    [Fact]
    public async Task A_compressed_context_holds_the_same_bytes()
    {
        var piped = await Tool.RunAsync(
            "bash",
            [
                "-c",
                "set -e; \"$0\" context \"$1\" -o ../c.tar; \"$0\" context \"$1\" -o ../c.tar.gz; gzip -dc ../c.tar.gz "
                + "| cmp - ../c.tar",
                Machine.Slipway,
                App,
            ],
            _sandbox.Tree,
            _sandbox.Variables(),
            cancellationToken: TestContext.Current.CancellationToken);

        Assert.True(piped.ExitCode == 0, piped.ToString());
    }

    [Fact]
    public async Task Every_problem_of_a_tree_is_reported_at_once_with_its_line()
    {
        _sandbox.Image("app", "FROM scratch\n# %include lib/none\n# %include ../outside\n")
            .Write($"images/{_sandbox.Name("empty")}/Dockerfile", string.Empty);

        var result = await _sandbox.SlipwayAsync("plan");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains($"images/{App}/Dockerfile:2", result.Error, StringComparison.Ordinal);
        Assert.Contains("SLIP1201", result.Error, StringComparison.Ordinal);
        Assert.Contains("SLIP1203", result.Error, StringComparison.Ordinal);
        Assert.Contains("SLIP1121", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Colours_are_left_out_of_a_pipe()
    {
        _sandbox.Environment["NO_COLOR"] = string.Empty;

        var result = await _sandbox.SlipwayAsync("list");

        Assert.DoesNotContain('\u001b', result.Output + result.Error);
    }

    [Fact]
    public async Task A_reader_that_goes_away_is_no_error()
    {
        var result = await Tool.RunAsync(
            "bash",
            [
                "-c",
                "set -o pipefail; \"$0\" context \"$1\" -o - | head -c 1 >/dev/null; \"$0\" list | true",
                Machine.Slipway,
                App,
            ],
            _sandbox.Tree,
            _sandbox.Variables(),
            cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(string.Empty, result.Error);
    }

    [Fact]
    public async Task A_tree_without_images_says_what_to_do()
    {
        await using var empty = new Sandbox();
        Directory.CreateDirectory(Path.Join(empty.Tree, "images"));

        var result = await empty.SlipwayAsync("list");

        Assert.Contains("SLIP1101", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bash_completes_commands_options_and_the_images_of_the_tree()
    {
        string folder = Path.Join(_sandbox.Tree, "..", "path");
        Directory.CreateDirectory(folder);
        File.CreateSymbolicLink(Path.Join(folder, "slipway"), Machine.Slipway);
        _sandbox.Image("apple", "FROM scratch\nCOPY Dockerfile /\n");
        const string script =
            """
            PATH=$1:$PATH
            source <(slipway completion bash)
            complete_line() {
                COMP_LINE=$1 COMP_POINT=${#1} COMP_WORDS=($1)
                case $1 in *' ') COMP_WORDS+=('') ;; esac
                COMP_CWORD=$((${#COMP_WORDS[@]} - 1)) COMPREPLY=()
                "$(complete -p slipway | sed 's/.*-F \([^ ]*\).*/\1/')"
                printf '%s ' "${COMPREPLY[@]}" && echo
            }
            complete_line 'slipway hist'
            complete_line 'slipway build app'
            complete_line 'slipway build --no-i'
            """;

        var result = await Tool.RunAsync(
            "bash",
            ["-c", script, "bash", folder],
            _sandbox.Tree,
            _sandbox.Variables(),
            cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(
            ["history", $"{App} {_sandbox.Name("apple")}", "--no-index"],
            result
                .Output.Trim()
                .Split('\n')
                .Select(line =>
                    string.Join(
                        ' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal))));
    }
}
