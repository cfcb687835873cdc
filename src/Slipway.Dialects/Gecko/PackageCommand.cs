using System.Text.RegularExpressions;

namespace Slipway.Dialects.Gecko;

/// <summary>The command of a package's task: its parts, joined into one line.</summary>
/// <remarks>
/// It is a part of the package's digest, so it follows <c>gecko_taskgraph/transforms/job/distro_package.py</c> to the
/// byte.
/// </remarks>
/// <param name="run">What is to be run.</param>
/// <param name="task">The name of the task.</param>
/// <param name="rootUrl">What the command says of the root URL.</param>
internal sealed partial class PackageCommand(PackageRun run, string task, string rootUrl)
{
    private const string Artifacts = "/tmp/artifacts";

    /// <summary>What the package is called; null when the file of its source does not say it.</summary>
    public string? Package => run.Name is { Length: > 0 } name ? name
        : (run.IsDsc ? DscName() : TarballName()).Match(run.File) is { Success: true } match ? match.Value
        : null;

    /// <exception cref="InvalidOperationException">There is no name of the package.</exception>
    public string Write()
    {
        string package = Package ?? throw new InvalidOperationException("The package has no name.");
        return string.Join(" && ", Parts(package));
    }

    private IEnumerable<string> Parts(string package)
    {
        yield return $"/usr/local/sbin/setup_packages.sh {rootUrl} $PACKAGES";
        yield return "apt-get update";
        yield return "apt-get dist-upgrade";
        yield return "cd /tmp";
        yield return $"(dget -d -u {run.Url.Text} || exit 100)";
        yield return $"echo \"{run.Sha256}  {run.File}\" | sha256sum -c";
        if (run.IsDsc)
        {
            yield return $"dpkg-source -x {run.File} {package}";
        }
        else
        {
            yield return $"mkdir {package}";
            yield return $"tar -C {package} -axf {run.File} --strip-components=1";
        }

        yield return $"cd {package}";
        foreach (string part in Adjustments(package))
        {
            yield return part;
        }

        yield return $"(cd ..; mk-build-deps -i -r {package}/debian/control -t '{Resolver(package)}' || exit 100)";
        yield return "DEB_BUILD_OPTIONS=\"parallel=$(nproc) nocheck\" dpkg-buildpackage -sa";
        yield return $"mkdir -p {Artifacts}/apt";
        yield return $"dcmd cp ../{package}_*.changes {Artifacts}/apt/";
        yield return $"cd {Artifacts}";
        yield return "apt-ftparchive sources apt | gzip -c9 > apt/Sources.gz";
        yield return "apt-ftparchive packages apt | gzip -c9 > apt/Packages.gz";
    }

    private IEnumerable<string> Adjustments(string package)
    {
        if (run.Patch is not null)
        {
            yield return "curl -sL $PATCH_URL | patch -p1";
        }

        if (run.PreBuildCommand is { } command)
        {
            yield return command;
        }

        if (run.HasTarball)
        {
            const string Version = "$(dpkg-parsechangelog | awk '$1==\"Version:\"{print $2}' | cut -f 1 -d -)";
            yield return $"mv ../{run.File} ../{package}_{Version}.orig.tar.gz";
        }

        if (run is { Patch: null, PreBuildCommand: null })
        {
            string dist = run.Dist.Text;
            yield return $"debchange -l \".{task.Split('-')[0]}moz\" --distribution \"{dist}\" "
                + $"\"Mozilla backport for {dist}.\" < /dev/null";
        }
    }

    private string Resolver(string package) => run.UsesAptitude
        ? "aptitude -y --without-recommends -o Aptitude::ProblemResolver::Hints::KeepBuildDeps="
            + $"\"reject {package}-build-deps :UNINST\""
        : "apt-get -yyq --no-install-recommends";

    [GeneratedRegex(@"\A[^\n]*(?=_)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex DscName();

    [GeneratedRegex(@"\A[^\n]*(?=[-_]\d)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TarballName();
}
