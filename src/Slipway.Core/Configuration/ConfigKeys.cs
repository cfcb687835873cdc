using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Slipway.Core.Dockerignore;
using Slipway.Core.Yaml;
using Slipway.Model.Configuration;
using Slipway.Model.Engines;
using Slipway.Model.Registries;
using Slipway.Model.Text;
using Slipway.Model.Values;

namespace Slipway.Core.Configuration;

/// <summary>Every key of <c>slipway.yml</c>; <c>schema/slipway.schema.json</c> has the same ones.</summary>
internal static partial class ConfigKeys
{
    private const string SharedPullRequests = "shared";
    private const string SchemeKey = "scheme";
    private const string NoPullRequests = "none";
    private const int MostLevels = 10;

    private static readonly ImmutableArray<string> PullRequests = ["isolated", SharedPullRequests, NoPullRequests];

    /// <summary>What a reference has to look like.</summary>
    public const string ReferenceRemedy = "Write an image reference, such as registry/name:tag@sha256:….";

    /// <summary>The top of the file.</summary>
    public static readonly ImmutableArray<ConfigKey<ConfigDraft>> Top =
    [
        new("prefix", ReadPrefix),
        new("folder", ReadFolder),
        new("folders", ReadFolders),
        new(SchemeKey, ReadScheme),
        new("platform", ReadPlatform),
        new("levels", ReadLevels),
        new("protected-levels", ReadProtectedLevels),
        new("frontends", ReadFrontends),
        new("external", ReadExternal),
        new("images", ImageKeys.ReadImages),
        new("run-task", ReadRunTask),
        new("registry", ReadRegistry),
        new("insecure-registries", ReadInsecureRegistries),
        new("backend", ReadBackend) { Choices = BackendNames.All },
        new("registry-backend", RegistryBackendKeys.ReadRoot),
        new("index-cache", RegistryBackendKeys.ReadAnswerAge),
        new("engine", ReadEngine) { Choices = EngineNames.All },
        new("cache-buster", ReadCacheBuster),
        new("image-builder", ReadImageBuilder),
        new("taskgraph", TaskgraphKeys.Read),
        new("gecko", GeckoKeys.Read),
        new("taskcluster", static (values, node, draft) => values.ReadKeys(node, "'taskcluster'", TaskKeys.All, draft)),
        new("index", static (values, node, draft) => values.ReadKeys(node, "'index'", Index, draft.Templates)),
        new("pull-requests", ReadPullRequests) { Choices = PullRequests },
        new("expires", ReadExpires),
        new("retention", RetentionKeys.Read),
        new("secrets", SecretKeys.Read),
        new("trust", TrustKeys.Read),
    ];

    /// <summary>Below <c>index:</c>.</summary>
    public static readonly ImmutableArray<ConfigKey<TemplatesDraft>> Index =
    [
        new("hash", static (values, node, draft) =>
            draft.Hash = TemplateText.Read(values, node, "hash", TemplateText.OfHash)),
        new("latest", static (values, node, draft) =>
            draft.Latest = TemplateText.Read(values, node, "latest", TemplateText.OfLatest)),
        new("pushdate", static (values, node, draft) =>
            draft.PushDate = TemplateText.Read(values, node, "pushdate", TemplateText.OfPushDate)),
    ];

    /// <summary>
    /// The dialect that the file chooses, before anything else of it is read; null when it chooses none that there is.
    /// </summary>
    public static Dialect? DialectOf(YamlNode? root, DialectSet dialects) =>
        root is YamlMap map && map.Find(SchemeKey) is YamlScalar scheme ? dialects.Find(scheme.Text) : null;

    private static void ReadPrefix(ConfigValues values, YamlNode node, ConfigDraft draft)
    {
        // Given and wrong is not the same as not given: no second report about the default.
        draft.HasPrefix = true;
        if (values.Text(node, "'prefix'") is not { } prefix)
        {
            return;
        }

        if (!IndexNamespace.TryParse(prefix, out _))
        {
            values.Report(
                ConfigurationCodes.BadValue,
                $"'prefix' cannot be {node.Description}",
                "Use letters, digits and -_!~*'()% with single dots between.",
                node.Location);
            return;
        }

        draft.Config = draft.Config with { Prefix = prefix };
    }

    private static void ReadFolder(ConfigValues values, YamlNode node, ConfigDraft draft)
    {
        if (values.Folder(node, "'folder'") is { } folder)
        {
            draft.Config = draft.Config with { Folder = folder };
        }
        else
        {
            draft.IsFolderKnown = false;
        }
    }

    private static void ReadFolders(ConfigValues values, YamlNode node, ConfigDraft draft)
    {
        var patterns = ImmutableArray.CreateBuilder<string>();
        foreach (var item in values.TextList(node, "'folders'"))
        {
            string[] levels = item.Text.TrimEnd('/').Split('/');
            if (levels.All(level => level is not ("" or "." or "..") && GoPath.IsPattern(level))
                && levels.Length <= MostLevels)
            {
                patterns.Add(string.Join('/', levels));
                continue;
            }

            values.Report(
                ConfigurationCodes.BadValue,
                $"{item.Description} is no pattern of folders",
                "Write a name or a pattern such as * for each level below 'folder', such as '*/*'; ** is any number of "
                + $"levels, and {MostLevels} are the most.",
                item.Location);
        }

        draft.Config = draft.Config with { Folders = [.. patterns.Distinct(StringComparer.Ordinal)] };
    }

    private static void ReadScheme(ConfigValues values, YamlNode node, ConfigDraft draft)
    {
        string? name = values.Choice(node, "'scheme'", draft.Dialects.Names, ConfigurationCodes.BadValue);
        if (draft.Dialects.Find(name) is { } dialect)
        {
            draft.Config = draft.Config with { Dialect = dialect };
        }
    }

    private static void ReadPlatform(ConfigValues values, YamlNode node, ConfigDraft draft)
    {
        if (PlatformText.Read(values, node) is { } platform)
        {
            draft.Config = draft.Config with { Platform = platform };
        }
    }

    private static void ReadLevels(ConfigValues values, YamlNode node, ConfigDraft draft)
    {
        foreach (var (key, projects) in values.Map(node, "'levels'"))
        {
            var level = values.Level(key);
            foreach (var project in values.TextList(projects, $"level {Display.Text(key.Text)}"))
            {
                if (string.IsNullOrWhiteSpace(project.Text))
                {
                    values.Report(
                        ConfigurationCodes.BadValue,
                        "The name of a project is empty",
                        "Write a name.",
                        project.Location);
                }
                else if (!draft.Projects.TryAdd(project.Text, level ?? Level.Lowest))
                {
                    values.Report(
                        ConfigurationCodes.BadValue,
                        $"The project {project.Description} is listed twice below 'levels'",
                        "Keep it at one level.",
                        project.Location);
                }
            }
        }

        draft.Config = draft.Config with { Projects = draft.Projects.ToImmutable() };
    }

    private static void ReadProtectedLevels(ConfigValues values, YamlNode node, ConfigDraft draft) =>
        draft.Config = draft.Config with
        {
            ProtectedLevels = [.. values.TextList(node, "'protected-levels'").Select(values.Level).OfType<Level>()],
        };

    private static void ReadFrontends(ConfigValues values, YamlNode node, ConfigDraft draft)
    {
        foreach (var item in values.TextList(node, "'frontends'"))
        {
            if (ImageReference.TryParse(item.Text, out var reference) && reference.RepoDigest is not null)
            {
                // What a digest names does not depend on a tag.
                draft.Config = draft.Config with
                {
                    Frontends = draft.Config.Frontends.Add(reference with { Tag = null }),
                };
                continue;
            }

            values.Report(
                ConfigurationCodes.BadValue,
                $"The frontend {item.Description} is not named by its digest",
                "Write [registry/]name@sha256:…, as 'slipway pin' writes it behind '# syntax='.",
                item.Location);
        }
    }

    private static void ReadExternal(ConfigValues values, YamlNode node, ConfigDraft draft)
    {
        var patterns = ImmutableArray.CreateBuilder<string>();
        foreach (var item in values.TextList(node, "'external'"))
        {
            if (ExternalNames.IsPattern(item.Text))
            {
                patterns.Add(item.Text);
                continue;
            }

            values.Report(
                ConfigurationCodes.BadValue,
                $"{item.Description} in 'external' is neither a name without registry nor a pattern of names",
                "Write a name such as 'toolbox', one with a tag, or a pattern such as 'corp-*'; names with a registry "
                + "or a digest need not be listed.",
                item.Location);
        }

        draft.Config = draft.Config with { External = new ExternalNames(patterns) };
    }

    private static void ReadRunTask(ConfigValues values, YamlNode node, ConfigDraft draft)
    {
        if (values.Folder(node, "'run-task'") is { } folder)
        {
            draft.Config = draft.Config with { RunTask = folder };
        }
    }

    private static void ReadRegistry(ConfigValues values, YamlNode node, ConfigDraft draft)
    {
        if (values.Matching(node, "'registry'", RegistryText.Pattern(), RegistryText.Remedy) is { } registry)
        {
            draft.Config = draft.Config with { Registry = registry };
        }
    }

    private static void ReadInsecureRegistries(ConfigValues values, YamlNode node, ConfigDraft draft)
    {
        foreach (var item in values.TextList(node, "'insecure-registries'"))
        {
            if (values.Matching(
                item, "An item of 'insecure-registries'", RegistryText.HostPattern(), RegistryText.HostRemedy)
                is { } host)
            {
                draft.Config = draft.Config with { InsecureRegistries = draft.Config.InsecureRegistries.Add(host) };
            }
        }
    }

    private static void ReadBackend(ConfigValues values, YamlNode node, ConfigDraft draft)
    {
        if (values.Choice(node, "'backend'", BackendNames.All, ConfigurationCodes.BackendUnknown) is { } name)
        {
            draft.Config = draft.Config with { Backend = BackendNames.Parse(name) };
        }
    }

    private static void ReadEngine(ConfigValues values, YamlNode node, ConfigDraft draft)
    {
        if (values.Choice(node, "'engine'", EngineNames.All, ConfigurationCodes.BadValue) is { } engine)
        {
            draft.Config = draft.Config with { Engine = engine };
        }
    }

    private static void ReadCacheBuster(ConfigValues values, YamlNode node, ConfigDraft draft)
    {
        if (values.Text(node, "'cache-buster'") is { } text)
        {
            draft.Config = draft.Config with { CacheBuster = text };
        }
    }

    private static void ReadImageBuilder(ConfigValues values, YamlNode node, ConfigDraft draft)
    {
        if (values.Matching(node, "'image-builder'", ReferencePattern(), ReferenceRemedy) is { } reference)
        {
            draft.Config = draft.Config with { ImageBuilder = reference };
            draft.HasImageBuilder = true;
        }
    }

    private static void ReadPullRequests(ConfigValues values, YamlNode node, ConfigDraft draft)
    {
        if (values.Choice(node, "'pull-requests'", PullRequests, ConfigurationCodes.BadValue) is { } scope)
        {
            draft.PullRequests = scope switch
            {
                SharedPullRequests => PullRequestScope.Shared,
                NoPullRequests => PullRequestScope.None,
                _ => PullRequestScope.Isolated,
            };
        }
    }

    private static void ReadExpires(ConfigValues values, YamlNode node, ConfigDraft draft)
    {
        foreach (var (key, value) in values.Map(node, "'expires'"))
        {
            if (values.Level(key) is { } level
                && values.Duration(value, $"The expiry of level {level}") is { } duration)
            {
                draft.Config = draft.Config with { Expiry = draft.Config.Expiry.SetItem(level, duration) };
            }
        }
    }

    [GeneratedRegex(
        @"\A[A-Za-z0-9][A-Za-z0-9._/:@-]*\z",
        RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000)]
    internal static partial Regex ReferencePattern();
}
