using System.Text.Json.Nodes;
using Slipway.Model.Values;
using Slipway.Tests;
using Slipway.Trust.Keys;

namespace Slipway.Trust.Tests.Statements;

/// <summary>Another judge of bundles: <c>@sigstore/verify</c> of npm.</summary>
public sealed class OtherJudge : IAsyncLifetime
{
    public const string Accepted = "accepted";

    private readonly TempFolder _folder = new();
    private string? _lacking;

    public async ValueTask InitializeAsync()
    {
        // The tests are skipped then.
        if (Needed.Find("npm") is null || Needed.Find("node") is null)
        {
            _lacking = "This test needs node and npm.";
            return;
        }

        string source = Repository.PathOf("tests", "Slipway.Trust.Tests", "Statements", "Reference");
        foreach (string name in new[] { "package.json", "package-lock.json", "judge.mjs" })
        {
            File.Copy(Path.Join(source, name), Path.Join(_folder.Path, name));
        }

        var (exit, output) = await Tools.TryRunAsync(
            "npm", "ci", "--prefix", _folder.Path, "--ignore-scripts", "--no-audit", "--no-fund");
        _lacking = exit == 0 ? null : $"npm cannot fetch @sigstore/verify, which this test compares with: {output}";
    }

    /// <summary>What it says of each bundle: <see cref="Accepted"/>, or why it is refused.</summary>
    internal async Task<string[]> JudgeAsync(IEnumerable<(byte[] Bundle, VerifyingKey Key, Sha256Digest Subject)> cases)
    {
        if (_lacking is not null)
        {
            Needed.Lacking(_lacking);
        }

        string file = Path.Join(_folder.Path, $"{Guid.NewGuid():N}.jsonl");
        await File.WriteAllLinesAsync(file, cases.Select(one => new JsonArray(
            Convert.ToBase64String(one.Bundle), one.Key.Pem, one.Subject.ToString()).ToJsonString()));
        string output = await Tools.RunAsync("node", ["judge.mjs", file], _folder.Path);
        File.Delete(file);
        return output.TrimEnd('\n').Split('\n');
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
