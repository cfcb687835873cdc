using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Slipway.EndToEnd.Support;
using Slipway.Tests.Http;
using Slipway.Tests.Registries;

namespace Slipway.EndToEnd.Flows;

/// <summary>
/// Runs what the documentation shows: every <c>console</c> block, in a copy of the example. In the output <c>…</c>
/// stands for the rest of a line, alone on a line for any lines; digests, sizes and durations may be others.
/// </summary>
[Collection(ExampleCollection.Name)]
public sealed partial class DocumentationTests(ExampleTree example) : IAsyncLifetime
{
    private const string RegistryProgram = "docker-registry serve";

    // Which a person has free and a machine of tests may not.
    private const string RegistryAddress = "127.0.0.1:5000";

    public async ValueTask InitializeAsync() => await Machine.RequireEngineAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    public static TheoryData<string> Pages() => [.. Directory
        .EnumerateFiles(Repository.PathOf("docs"), "*.md", SearchOption.AllDirectories)
        .Append(Repository.PathOf("README.md"))
        .Append(Repository.PathOf("examples", "monorepo", "README.md"))
        .Where(page => Block().IsMatch(File.ReadAllText(page)))
        .Select(page => Path.GetRelativePath(Repository.Root, page))
        .Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task The_examples_of_a_page_do_what_it_says(string page)
    {
        string copy = await example.CopyAsync();
        string text = await File.ReadAllTextAsync(Repository.PathOf(page), TestContext.Current.CancellationToken);
        if (text.Contains(RegistryProgram, StringComparison.Ordinal))
        {
            TestRegistry.Require();
            text = text.Replace(
                RegistryAddress,
                string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{FreePort.Find()}"),
                StringComparison.Ordinal);
        }

        try
        {
            await RunAsync(page, text, copy);
        }
        finally
        {
            EndServers(copy);
        }
    }

    /// <summary>What a page leaves running, when it ends before the line that ends it.</summary>
    private static void EndServers(string folder)
    {
        foreach (string file in Directory.EnumerateFiles(folder, "registry.pid", SearchOption.AllDirectories))
        {
            using var server = Process.GetProcessById(
                int.Parse(File.ReadAllText(file), CultureInfo.InvariantCulture));
            server.Kill();
        }
    }

    private async Task RunAsync(string page, string text, string copy)
    {
        string variables = string.Empty;
        foreach (
            var (command, expected) in Block().Matches(text).SelectMany(block => Steps(block.Groups["body"].Value)))
        {
            if (Assignment().IsMatch(command))
            {
                variables += command + "\n";
                continue;
            }

            var result = await example.RunAsync(copy, $"{variables}{command}", Path.Join(copy, "tree"));

            bool fails = ErrorCode().IsMatch(expected);
            Assert.True(fails != (result.ExitCode == 0), $"{page}: {command}\n{result}");
            string output = fails ? result.Output + result.Error : result.Output;
            Assert.True(
                expected.Length == 0 || Pattern(expected).IsMatch(Normal(output)),
                $"{page}: {command}\nprints\n{output}\nand not\n{expected}");
        }
    }

    [Fact]
    public void Pages_have_examples() => Assert.True(Pages().Count >= 4);

    private static IEnumerable<(string Command, string Expected)> Steps(string body)
    {
        string? command = null;
        var expected = new StringBuilder();
        foreach (string line in body.TrimEnd('\n').Split('\n'))
        {
            if (line.StartsWith("$ ", StringComparison.Ordinal))
            {
                if (command is not null)
                {
                    yield return (command, expected.ToString());
                }

                command = line[2..];
                expected.Clear();
            }
            else
            {
                expected.Append(line).Append('\n');
            }
        }

        yield return (
            command ?? throw new InvalidOperationException($"A block without a command: {body}"),
            expected.ToString());
    }

    private static Regex Pattern(string expected)
    {
        string pattern = Regex.Escape(Normal(expected))
            .Replace("…\\n", "…\n", StringComparison.Ordinal)
            .Replace("\\n", "\n", StringComparison.Ordinal);
        pattern = AnyLines().Replace(pattern, "(?:.*\n)*").Replace("…", ".*", StringComparison.Ordinal);
        return new Regex($"^{pattern}$", RegexOptions.None, TimeSpan.FromSeconds(5));
    }

    /// <summary>Output without what differs from run to run and from machine to machine.</summary>
    private static string Normal(string output) =>
        Blanks().Replace(Amount().Replace(Digest().Replace(output.TrimEnd() + "\n", "DIGEST"), "AMOUNT"), " ");

    [GeneratedRegex(
        @"^```console\n(?<body>.*?)^```$",
        RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture,
        1000)]
    private static partial Regex Block();

    [GeneratedRegex(@"\bSLIP[0-9]{4}\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ErrorCode();

    /// <summary>What later commands of a page go by: variables of the shell, and the folder.</summary>
    [GeneratedRegex(@"^([a-z]+=\$\(.*\)|cd [^;&|]+|export [A-Z_]+=[^;&|]+)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Assignment();

    [GeneratedRegex("(?<=^|\n)…\n", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex AnyLines();

    [GeneratedRegex(@"\b[0-9a-f]{64}\b|\b[0-9a-f]{12}\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Digest();

    [GeneratedRegex(@"\b[0-9]+(\.[0-9]+)? (s|B|kB|MB)\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Amount();

    [GeneratedRegex(" +", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Blanks();
}
