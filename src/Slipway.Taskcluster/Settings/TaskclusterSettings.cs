using Slipway.Model.Streams;

namespace Slipway.Taskcluster.Settings;

/// <summary>How the services of one deployment are reached.</summary>
public sealed record TaskclusterSettings
{
    /// <summary>The deployment, such as <c>https://taskcluster.example.com</c>; or the proxy of a task, which signs itself.</summary>
    public required Uri RootUrl { get; init; }

    /// <summary>The deployment itself, when <see cref="RootUrl"/> is a task's proxy and this is known.</summary>
    /// <remarks>A task's proxy puts the task's credentials in the place of any others, so what has its own goes past it.</remarks>
    public Uri? DirectUrl { get; init; }

    /// <summary>Whether <see cref="RootUrl"/> is the proxy of a task.</summary>
    public bool IsTaskProxy { get; init; }

    /// <summary>Null to ask without any: then only what everybody may do is allowed.</summary>
    public TaskclusterCredentials? Credentials { get; init; }

    public required string UserAgent { get; init; }

    public TaskclusterTimeouts Timeouts { get; init; } = new();

    /// <summary>What an artifact that is sent packed may expand to.</summary>
    public ExpansionLimit Expansion { get; init; } = ExpansionLimit.Default;

    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
