namespace Slipway.Taskcluster;

/// <summary>How the services of one deployment are reached.</summary>
public sealed record TaskclusterSettings
{
    /// <summary>The deployment, such as <c>https://taskcluster.example.com</c>; or the proxy of a task, which signs itself.</summary>
    public required Uri RootUrl { get; init; }

    /// <summary>Null to ask without any: then only what everybody may do is allowed.</summary>
    public TaskclusterCredentials? Credentials { get; init; }

    public required string UserAgent { get; init; }

    /// <summary>Where artifacts are uploaded to, if the deployment has it.</summary>
    public ArtifactStorage ArtifactStorage { get; init; }

    public TaskclusterTimeouts Timeouts { get; init; } = TaskclusterTimeouts.Default;

    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
