using System.Collections.Immutable;
using Slipway.Model.Diagnostics;
using Slipway.Taskcluster.Settings;

namespace Slipway.Taskcluster.Http;

/// <summary>Reads lists that the services give in pages.</summary>
internal static class PagedCalls
{
    /// <summary>All items of a list.</summary>
    /// <param name="api">Sends the calls.</param>
    /// <param name="call">The call for the first page.</param>
    /// <param name="list">The member of the answers that has the items.</param>
    /// <param name="read">Reads an item.</param>
    /// <exception cref="SlipwayException">The service failed, or does not know the method.</exception>
    public static async Task<List<T>> ReadPagesAsync<T>(
        this ApiClient api,
        ApiCall call,
        string list,
        Func<AnswerFields, T> read,
        CancellationToken cancellationToken) =>
        await api.TryReadPagesAsync(call, list, read, cancellationToken)
        ?? throw ServiceFailures.NotUnderstood(call, "the service does not know the method");

    /// <returns>Null when the service does not know the method.</returns>
    public static async Task<List<T>?> TryReadPagesAsync<T>(
        this ApiClient api,
        ApiCall call,
        string list,
        Func<AnswerFields, T> read,
        CancellationToken cancellationToken)
    {
        var items = new List<T>();
        var continuations = new HashSet<string>(StringComparer.Ordinal);
        long bytes = 0;
        string? continuation = null;
        for (int page = 0; page < TaskclusterLimits.Pages; page++)
        {
            ImmutableArray<(string, string)> query = [("limit", $"{TaskclusterLimits.PerPage}")];
            var answer = await api.SendAsync(
                call with
                {
                    Query = continuation is null ? query : query.Add(("continuationToken", continuation)),
                    Limit = TaskclusterLimits.IndexPage,
                },
                cancellationToken);
            if (answer.IsUnknownRoute)
            {
                return null;
            }

            bytes += answer.Body.Length;
            if (bytes > TaskclusterLimits.IndexList)
            {
                throw ServiceFailures.TooLarge(call.What, TaskclusterLimits.IndexList);
            }

            var fields = answer.IsSuccess ? answer.Fields() : throw api.Failure(answer);
            items.AddRange(fields.Objects(list).Select(read));
            continuation = fields.OptionalText("continuationToken");
            if (string.IsNullOrEmpty(continuation))
            {
                return items;
            }

            if (!continuations.Add(continuation))
            {
                throw ServiceFailures.NotUnderstood(call, "its pages lead in circles");
            }
        }

        throw ServiceFailures.TooLarge(call.What, TaskclusterLimits.Pages * (long)TaskclusterLimits.IndexPage);
    }
}
