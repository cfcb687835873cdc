using System.Collections.Immutable;
using Slipway.Model.Pushes;
using Slipway.Model.Values;

namespace Slipway.Core.Retention;

/// <summary>Says of each build whether the policy keeps it, and why. Pure.</summary>
public sealed class RetentionJudge
{
    private readonly RetentionPolicy _policy;
    private readonly DateTimeOffset _now;
    private readonly ImmutableArray<RetainedBuild> _builds;
    private readonly Dictionary<RetainedBuild, List<KeepReason>> _reasons = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<RetainedBuild, List<Standing>> _standings = new(ReferenceEqualityComparer.Instance);
    private readonly ILookup<InputsDigest, RetainedBuild> _byDigest;

    private RetentionJudge(RetentionPolicy policy, IEnumerable<RetainedBuild> builds, DateTimeOffset now)
    {
        (_policy, _now) = (policy, now);
        _builds = [.. builds.OrderBy(build => build.Id.Value, StringComparer.Ordinal)];
        _byDigest = _builds.ToLookup(build => build.Digest);
        foreach (var build in _builds)
        {
            _reasons[build] = [];
            _standings[build] = [];
        }
    }

    /// <param name="policy">What is kept.</param>
    /// <param name="builds">The builds of the tree whose images are there.</param>
    /// <param name="used">What is in use.</param>
    /// <param name="now">The moment.</param>
    /// <returns>A verdict for each build: those of one image together, the newest first.</returns>
    public static ImmutableArray<RetentionVerdict> Judge(
        RetentionPolicy policy, IEnumerable<RetainedBuild> builds, UsedImages used, DateTimeOffset now)
    {
        var judge = new RetentionJudge(policy, builds, now);
        judge.ApplyRules();
        judge.KeepUsed(used.Resolve(judge._builds));
        judge.KeepOthers();
        judge.KeepParents();
        return judge.ToVerdicts();
    }

    private void ApplyRules()
    {
        foreach (var group in _builds
            .SelectMany(build => build.Places.Select(place => (Build: build, Place: place)))
            .GroupBy(found => (found.Place.Name, found.Place.Scope)))
        {
            var rule = _policy.RuleFor(group.Key.Name, group.Key.Scope);
            int rank = 0;
            foreach (var (build, place) in NewestFirst(group))
            {
                rank++;
                _standings[build].Add(new Standing(place, rank, rule));
                if (rule is null && place.Expires > _now)
                {
                    Keep(build, new KeepReason(KeepKind.NotExpired));
                }

                if (rank <= rule?.Keep)
                {
                    Keep(build, new KeepReason(KeepKind.Newest, $"{rule.Keep} of {place.Name} in {place.Scope}"));
                }

                if (rule?.YoungerThan is { } age && build.Built > _now - age)
                {
                    Keep(build, new KeepReason(KeepKind.Young));
                }
            }
        }
    }

    private void KeepUsed(ResolvedUses used)
    {
        foreach (var sharing in _byDigest)
        {
            KeepFound(sharing, used.Of(sharing.Key.Sha256));
        }

        foreach (var sharing in _builds.GroupBy(build => build.ImageHash))
        {
            KeepFound(sharing, used.Of(sharing.Key.Sha256));
        }

        foreach (var sharing in _builds.GroupBy(build => build.Manifest))
        {
            KeepFound(sharing, used.Of(sharing.Key));
        }

        foreach (var build in _builds)
        {
            KeepFor(build, used.Of(build));
        }
    }

    private void KeepOthers()
    {
        foreach (var build in _builds)
        {
            if (build.NamedElsewhere is { } name)
            {
                Keep(build, new KeepReason(KeepKind.NamedElsewhere, name));
            }

            if (build.Written > _now - _policy.Grace)
            {
                Keep(build, new KeepReason(KeepKind.JustWritten));
            }
        }
    }

    /// <summary>What is built on is needed when what is kept is explained, or built again.</summary>
    private void KeepParents()
    {
        var open = new Queue<RetainedBuild>(_builds.Where(build => _reasons[build].Count > 0));
        while (open.TryDequeue(out var child))
        {
            foreach (var parent in child.Parents.Distinct().SelectMany(digest => Found(
                _byDigest[digest], scope => child.Places.Any(place => place.Scope.Trusts(scope)))))
            {
                bool isNew = _reasons[parent].Count == 0;
                Keep(parent, new KeepReason(KeepKind.BuiltOn, child.Image.Value));
                if (isNew)
                {
                    open.Enqueue(parent);
                }
            }
        }
    }

    /// <summary>
    /// Keeps those of some builds, all of one content, that a look-up finds: in each place the newest. What pull
    /// requests built is found only where no level has it.
    /// </summary>
    private void KeepFound(IEnumerable<RetainedBuild> sharing, ImmutableArray<string> users)
    {
        if (users.IsEmpty)
        {
            return;
        }

        var found = Found(sharing, scope => scope.Level is not null).ToList();
        foreach (var build in found.Count > 0 ? found : Found(sharing, _ => true))
        {
            KeepFor(build, users);
        }
    }

    private static IEnumerable<RetainedBuild> Found(
        IEnumerable<RetainedBuild> sharing, Func<IndexScope, bool> mayRead) => sharing
        .SelectMany(build => build.Places.Where(place => mayRead(place.Scope)).Select(place => (build, place)))
        .GroupBy(found => (found.place.Name, found.place.Scope))
        .Select(group => NewestFirst(group).First().Build)
        .Distinct(ReferenceEqualityComparer.Instance)
        .Cast<RetainedBuild>();

    private void KeepFor(RetainedBuild build, ImmutableArray<string> users)
    {
        foreach (string user in users)
        {
            Keep(build, new KeepReason(KeepKind.Used, user));
        }
    }

    private void Keep(RetainedBuild build, KeepReason reason)
    {
        if (!_reasons[build].Contains(reason))
        {
            _reasons[build].Add(reason);
        }
    }

    /// <summary>As an index has it: the higher push date stands, and of equal ones the later build.</summary>
    private static IEnumerable<(RetainedBuild Build, RetainedPlace Place)> NewestFirst(
        IEnumerable<(RetainedBuild Build, RetainedPlace Place)> builds) => builds
        .OrderByDescending(found => found.Place.Pushed)
        .ThenByDescending(found => found.Build.Built)
        .ThenBy(found => found.Build.Id.Value, StringComparer.Ordinal);

    private ImmutableArray<RetentionVerdict> ToVerdicts() =>
    [
        .. _builds
            .Select(build => new RetentionVerdict(
                build,
                [.. _reasons[build].OrderBy(reason => reason.Kind).ThenBy(reason => reason.By, StringComparer.Ordinal)],
                [.. _standings[build]]))
            .OrderBy(verdict => verdict.Build.Image.Value, StringComparer.Ordinal)
            .ThenBy(verdict => verdict.Build.Scope.Text, StringComparer.Ordinal)
            .ThenByDescending(verdict => verdict.Build.Places.Max(place => place.Pushed))
            .ThenByDescending(verdict => verdict.Build.Built)
            .ThenBy(verdict => verdict.Build.Id.Value, StringComparer.Ordinal),
    ];
}
