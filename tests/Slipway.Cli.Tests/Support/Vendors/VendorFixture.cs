namespace Slipway.Cli.Tests.Support.Vendors;

/// <summary>
/// What GitHub and GitLab publish about their formats, from npm: GitHub's own parser of workflows, and GitLab's schema
/// as <c>gitlab-ci-local</c> carries it. Of the latter only the package itself is fetched, not the hundred that it
/// needs to run.
/// </summary>
public sealed class VendorFixture : IAsyncLifetime
{
    private readonly Lazy<DirectoryInfo> _folder = new(() => Directory.CreateTempSubdirectory("slipway-vendors-"));

    public async ValueTask InitializeAsync()
    {
        // Its tests are skipped then.
        if (Needed.Find("npm") is null)
        {
            return;
        }

        string source = Repository.PathOf("tests", "Slipway.Cli.Tests", "Support", "Vendors");
        string folder = _folder.Value.FullName;
        foreach (string name in new[] { "package.json", "package-lock.json", "check.mjs" })
        {
            File.Copy(Path.Join(source, name), Path.Join(folder, name));
        }

        await Tools.RunAsync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], folder);
        string archive = await Tools.RunAsync("npm", ["pack", "gitlab-ci-local@4.56.2", "--silent"], folder);
        await Tools.RunAsync("tar", ["xzf", archive.Trim().Split('\n')[^1]], folder);
    }

    /// <summary>What a vendor has to say against a file; nothing when it is valid.</summary>
    /// <param name="vendor"><c>github</c> or <c>gitlab</c>.</param>
    /// <param name="yaml">The file.</param>
    public async Task<string> CheckAsync(string vendor, string yaml)
    {
        Needed.Program("npm");
        string file = Path.Join(_folder.Value.FullName, $"{Guid.NewGuid():N}.yml");
        await File.WriteAllTextAsync(file, yaml, TestContext.Current.CancellationToken);
        return await Tools.RunAsync("node", ["check.mjs", vendor, file], _folder.Value.FullName);
    }

    public ValueTask DisposeAsync()
    {
        if (_folder.IsValueCreated)
        {
            _folder.Value.Delete(recursive: true);
        }

        return ValueTask.CompletedTask;
    }
}
