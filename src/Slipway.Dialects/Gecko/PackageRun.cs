using System.Collections.Immutable;
using Slipway.Core.Yaml;

namespace Slipway.Dialects.Gecko;

/// <summary>What a package's task runs: the key <c>run</c>, its types checked.</summary>
/// <param name="Using">Which way builds it.</param>
/// <param name="Dist">The distribution.</param>
/// <param name="Url">Where the source is.</param>
/// <param name="Sha256">The hash of that file.</param>
internal sealed record PackageRun(string Using, YamlScalar Dist, YamlScalar Url, string Sha256)
{
    /// <summary>Whether the source is one of Debian; else it is a tarball.</summary>
    public required bool IsDsc { get; init; }

    /// <summary>Whether a tarball is named, too.</summary>
    public required bool HasTarball { get; init; }

    /// <summary>The name of the package where the source's does not say it; null or empty for that.</summary>
    public string? Name { get; init; }

    /// <summary>The patch, below the folder of patches; null without one.</summary>
    public YamlScalar? Patch { get; init; }

    public string? PreBuildCommand { get; init; }

    public string Arch { get; init; } = "amd64";

    /// <summary>The packages that it is built with.</summary>
    public ImmutableArray<YamlScalar> Packages { get; init; } = [];

    /// <summary>Whether aptitude installs what it is built with; else apt-get does.</summary>
    public bool UsesAptitude { get; init; }

    /// <summary>The last part of the source's URL.</summary>
    public string File => Url.Text[(Url.Text.LastIndexOf('/') + 1)..];
}
