using Slipway.Model.Streams;

namespace Slipway.Taskcluster.Settings;

/// <summary>How the services of one deployment are reached.</summary>
public sealed record TaskclusterSettings
{
    /// <summary>
    /// The deployment, such as <c>https://taskcluster.example.com</c>; or the proxy of a task, which signs itself.
    /// </summary>
    public required Uri RootUrl { get; init; }

    /// <summary>The deployment itself, when <see cref="RootUrl"/> is a task's proxy and this is known.</summary>
    /// <remarks>
    /// A task's proxy puts the task's credentials in the place of any others, so what has its own goes past it.
    /// </remarks>
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

/// <summary>When a server has been silent for too long.</summary>
public sealed record TaskclusterTimeouts
{
    /// <summary>Until a connection stands, TLS included.</summary>
    public TimeSpan Connect { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Until an answer begins, and between two pieces of a body, in either direction.</summary>
    public TimeSpan Stall { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a body is watched before it is judged by its speed.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Bytes of a body that have to come in each <see cref="Window"/>: 8 KiB a second.</summary>
    public long MinimumOfWindow { get; init; } = 60 * 8 * 1024;

    /// <summary>
    /// Until the answer to a body that was sent whole: a storage may verify and move it before it answers.
    /// </summary>
    public TimeSpan Commit { get; init; } = TimeSpan.FromMinutes(10);
}
