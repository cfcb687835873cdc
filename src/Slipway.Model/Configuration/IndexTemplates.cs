namespace Slipway.Model.Configuration;

/// <summary>The templates of index namespaces.</summary>
/// <remarks>
/// Placeholders: <c>{prefix}</c>, <c>{scope}</c> (<c>level-N</c> or a pull request's scope), <c>{level}</c>,
/// <c>{name}</c>, <c>{digest}</c>, and of the push date in UTC <c>{year}</c>, <c>{month}</c>, <c>{day}</c>,
/// <c>{pushtime}</c> (HHMMSS) and <c>{pushdatetime}</c> (YYYYMMDDHHMMSS).
/// </remarks>
public sealed record IndexTemplates(string Hash, string Latest, string PushDate)
{
    /// <summary>Slipway's own.</summary>
    public static readonly IndexTemplates Slipway = new(
        "{prefix}.cache.{scope}.docker.v2.{name}.hash.{digest}",
        "{prefix}.cache.{scope}.docker.v2.{name}.latest",
        "{prefix}.cache.{scope}.docker.v2.{name}.pushdate.{year}.{month}-{day}-{pushtime}");

    /// <summary>Those of taskgraph's cached tasks (<c>taskgraph/util/cached_tasks.py</c>).</summary>
    public static readonly IndexTemplates Taskgraph = new(
        "{prefix}.cache.{scope}.docker-images.v2.{name}.hash.{digest}",
        "{prefix}.cache.{scope}.docker-images.v2.{name}.latest",
        "{prefix}.cache.{scope}.docker-images.v2.{name}.pushdate.{year}.{month}.{day}.{pushdatetime}");

    /// <summary>Those of the packages of gecko (<c>gecko_taskgraph/transforms/job/distro_package.py</c>).</summary>
    public static readonly IndexTemplates Packages = new(
        "{prefix}.cache.{scope}.packages.v1.{name}.hash.{digest}",
        "{prefix}.cache.{scope}.packages.v1.{name}.latest",
        "{prefix}.cache.{scope}.packages.v1.{name}.pushdate.{year}.{month}.{day}.{pushdatetime}");
}
