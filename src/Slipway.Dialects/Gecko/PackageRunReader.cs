using System.Collections.Frozen;
using Slipway.Core.Yaml;
using Slipway.Model.Diagnostics;
using Slipway.Model.Text;

namespace Slipway.Dialects.Gecko;

/// <summary>Reads the key <c>run</c> of a package's task, and refuses what gecko does.</summary>
/// <param name="name">The package.</param>
/// <param name="problems">Gets what is refused.</param>
internal sealed class PackageRunReader(string name, DiagnosticBag problems)
{
    private static readonly FrozenSet<string> Keys = new[]
    {
        "using", "dist", "dsc", "tarball", "name", "patch", "pre-build-command", "arch", "packages", "resolver",
        "workdir",
    }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> SourceKeys =
        new[] { "url", "sha256" }.ToFrozenSet(StringComparer.Ordinal);

    private readonly GeckoValues _values = new($"the package {name}", problems);

    /// <returns>Null after a refusal.</returns>
    public PackageRun? Read(YamlMap run, YamlScalar way)
    {
        int before = problems.ToSorted().Length;
        _values.CheckKeys(run, Keys, "what a package runs");
        var dsc = _values.Map(run, "dsc");
        var tarball = _values.Map(run, "tarball");
        var dist = _values.Text(run, "dist", isRequired: true);
        if (run.Find("dsc") is null && run.Find("tarball") is null)
        {
            _values.Refuse(
                $"the package {name} has no source", "Name a 'dsc' or a 'tarball' with 'url' and 'sha256'.", run);
        }

        foreach (var other in new[] { dsc, tarball }.OfType<YamlMap>())
        {
            _values.CheckKeys(other, SourceKeys, "a source");
        }

        var source = dsc ?? tarball;
        var url = source is null ? null : _values.Text(source, "url", isRequired: true);
        var sha256 = source is null ? null : _values.Text(source, "sha256", isRequired: true);
        var result = url is null || sha256 is null || dist is null
            ? null
            : new PackageRun(way.Text, dist, url, sha256.Text)
            {
                IsDsc = dsc is not null,
                HasTarball = tarball is not null,
                Name = _values.Text(run, "name")?.Text,
                Patch = _values.Text(run, "patch"),
                PreBuildCommand = _values.Text(run, "pre-build-command")?.Text,
                Arch = _values.Text(run, "arch")?.Text ?? "amd64",
                Packages = _values.Texts(run, "packages") ?? [],
                UsesAptitude = ReadResolver(run),
            };
        return problems.ToSorted().Length == before ? Checked(result) : null;
    }

    private PackageRun? Checked(PackageRun? run)
    {
        if (run is not null && new PackageCommand(run, name, string.Empty).Package is null)
        {
            _values.Refuse(
                $"The file '{Display.Text(run.File)}' does not say what the package {name} is called",
                "Say it with 'name:' below 'run:'.",
                run.Url);
            return null;
        }

        return run;
    }

    private bool ReadResolver(YamlMap run)
    {
        switch (_values.Text(run, "resolver"))
        {
            case { Text: "aptitude" }:
                return true;
            case null or { Text: "apt-get" }:
                return false;
            case var other:
                _values.Refuse(
                    $"The resolver {other.Description} of {name} is not known", "Write apt-get or aptitude.", other);
                return false;
        }
    }
}
