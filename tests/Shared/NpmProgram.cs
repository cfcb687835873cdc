namespace Slipway.Tests;

/// <summary>A package of npm that tests compare with, behind a script that reads a line for each case.</summary>
/// <param name="package">What is compared with.</param>
/// <param name="source">The folder with <c>package.json</c>, <c>package-lock.json</c> and the script.</param>
/// <param name="script">The name of the script.</param>
public sealed class NpmProgram(string package, string source, string script) : IDisposable
{
    private readonly TempFolder _folder = new();
    private string? _lacking;

    /// <summary>Fetches the package; where that cannot be done, whoever asks is skipped with the reason.</summary>
    public async Task InitializeAsync()
    {
        if (Needed.Find("npm") is null || Needed.Find("node") is null)
        {
            _lacking = "This test needs node and npm.";
            return;
        }

        foreach (string name in new[] { "package.json", "package-lock.json", script })
        {
            File.Copy(Path.Join(source, name), Path.Join(_folder.Path, name));
        }

        var (exit, output) = await Tools.TryRunAsync(
            "npm", "ci", "--prefix", _folder.Path, "--ignore-scripts", "--no-audit", "--no-fund");
        _lacking = exit == 0 ? null : $"npm cannot fetch {package}, which this test compares with: {output}";
    }

    /// <summary>What one process prints for all cases.</summary>
    public async Task<string> RunAsync(IEnumerable<string> cases)
    {
        if (_lacking is not null)
        {
            Needed.Lacking(_lacking);
        }

        string file = Path.Join(_folder.Path, $"{Guid.NewGuid():N}.jsonl");
        await File.WriteAllLinesAsync(file, cases);
        string output = await Tools.RunAsync("node", [script, file], _folder.Path);
        File.Delete(file);
        return output;
    }

    public void Dispose() => _folder.Dispose();
}
